// Made by `npm run bundle` from src/action; do not edit.
import { createRequire } from "node:module";
import process$1 from "node:process";
import { randomBytes, randomUUID } from "node:crypto";
import { appendFileSync, chmodSync, chownSync, copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { inspect, parseArgs, styleText, types } from "node:util";
import { URL as URL$1, fileURLToPath } from "node:url";
import { MessageChannel, MessagePort, Worker, receiveMessageOnPort } from "node:worker_threads";
import { EventEmitterAsyncResource, once } from "node:events";
import { AsyncResource } from "node:async_hooks";
import assert from "node:assert";
import { performance as performance$1 } from "node:perf_hooks";
import { execFileSync, fork, spawnSync } from "node:child_process";
// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esmMin = (fn, res, err) => () => {
	if (err) throw err[0];
	try {
		return fn && (res = fn(fn = 0)), res;
	} catch (e) {
		throw err = [e], e;
	}
};
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) __defProp(target, name, {
		get: all[name],
		enumerable: true
	});
	if (!no_symbols) __defProp(target, Symbol.toStringTag, { value: "Module" });
	return target;
};
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
		key = keys[i];
		if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, {
			get: ((k) => from[k]).bind(null, key),
			enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
		});
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));
var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();
// src/errors.ts
/**
* The one error class of this project: what was found, where, what was expected, and what to do.
*
* `code` is stable and meant for programs (`SDN_UNEXPECTED`, `CONFIG_UNKNOWN_KEY`, ...);
* `message` is complete on its own, its place first where there is one.
*/
var LayoutError = class extends Error {
	code;
	file;
	line;
	column;
	hint;
	constructor(code, message, options = {}) {
		super(`${formatPlace(options)}${message}${options.hint === void 0 ? "" : ` ${options.hint}`}`, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.name = "LayoutError";
		this.code = code;
		this.file = options.file;
		this.line = options.line;
		this.column = options.column;
		this.hint = options.hint;
	}
};
function formatPlace({ file, line, column }) {
	const place = [
		file,
		line,
		column
	].filter((part) => part !== void 0).join(":");
	if (place === "") return "";
	return file === void 0 ? `line ${place}: ` : `${place}: `;
}
// src/model/phase.ts
var PHASE_INFO = {
	startup: {
		priority: 0,
		budget: 8,
		aligned: true,
		section: ".text.startup"
	},
	first_frame: {
		priority: 1,
		budget: 4,
		aligned: true,
		section: ".text.first_frame"
	},
	steady: {
		priority: 2,
		budget: 0,
		aligned: false,
		section: ".text"
	},
	cold: {
		priority: 3,
		budget: 0,
		aligned: false,
		section: ".text.cold"
	}
};
/** All phases in layout order. */
var PHASES = [
	"startup",
	"first_frame",
	"steady",
	"cold"
];
/** The phase of that name, without regard to case (`firstframe` is accepted), or `undefined`. */
function findPhase(name) {
	const lower = name.toLowerCase();
	if (lower === "firstframe") return "first_frame";
	return PHASES.find((phase) => phase === lower);
}
// src/model/anchor.ts
var EVENT_LOOP_ANCHOR = "event_loop";
var EVENT_LOOP_SPELLINGS = /* @__PURE__ */ new Set([
	"event_loop",
	"eventloop",
	"main_loop",
	"mainloop"
]);
/** The anchor's one spelling: `eventloop`, `main_loop` and `mainloop` are `event_loop`; other names stay as they are. */
function normalizeAnchor(name) {
	return EVENT_LOOP_SPELLINGS.has(name.toLowerCase()) ? EVENT_LOOP_ANCHOR : name;
}
// src/model/function-name.ts
/** Names of this form are markers that were counted as calls; they are no code. */
var MARKER_PREFIX = "marker:";
/** The PATH of a module's top-level code. */
var MODULE_CODE = "<module>";
/** A virtual module's id begins so: `virtual:routes`. An address (`https://`) is none. */
var SCHEME = /^[\w-]{2,}:(?!\/\/)/;
/** The beginning of a name up to the end of what is certainly a file of code. */
var CODE_FILE = /^[^[\]'"]*?\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)(?=:)/;
/** Splits `src/app.ts:App.render` into module and path. */
function splitFunctionName(name) {
	const colon = dividingColon(name);
	return colon < 0 ? {
		module: "",
		path: name
	} : {
		module: name.slice(0, colon),
		path: name.slice(colon + 1)
	};
}
/**
* A path may hold colons (`App.[a ? 'x:y' : z]`, `on.update:value`), a path relative to the root mostly does not: the first
* one divides, unless the module is virtual (`virtual:routes:load`) or its name goes on to an ending (`src/a:b.ts:load`).
*/
function dividingColon(name) {
	if (isModuleCode(name)) return name.length - 8 - 1;
	const first = name.indexOf(":");
	if (first < 0 || name.startsWith("marker:")) return first;
	if (SCHEME.test(name)) {
		const second = name.indexOf(":", first + 1);
		return second < 0 ? first : second;
	}
	return CODE_FILE.exec(name)?.[0].length ?? first;
}
/** Whether the name is that of a module's top-level code. */
function isModuleCode(name) {
	return name.endsWith(`:${MODULE_CODE}`);
}
/**
* The function's own name: the last part of a PATH without what the naming put around it
* (`App.static create` -> `create`, `App.get title` -> `title`, `init~2` -> `init`).
*/
function ownName(path) {
	let start = 0;
	let depth = 0;
	for (let i = 0; i < path.length; i++) {
		const c = path.charCodeAt(i);
		if (c === 91) depth++;
		else if (c === 93) depth--;
		else if (c === 46 && depth <= 0) start = i + 1;
	}
	let last = path.slice(start);
	const tilde = last.lastIndexOf("~");
	if (tilde > 0 && isDigits(last, tilde + 1)) last = last.slice(0, tilde);
	if (last.startsWith("static ")) last = last.slice(7);
	if (last.startsWith("get ") || last.startsWith("set ")) last = last.slice(4);
	return last;
}
function isDigits(text, from) {
	if (from >= text.length) return false;
	for (let i = from; i < text.length; i++) {
		const c = text.charCodeAt(i);
		if (c < 48 || c > 57) return false;
	}
	return true;
}
/** Total order of strings by code unit, as every order in this project is defined. */
function compareNames(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// node_modules/yaml/dist/nodes/identity.js
var require_identity = /* @__PURE__ */ __commonJSMin(((exports) => {
	var ALIAS = Symbol.for("yaml.alias");
	var DOC = Symbol.for("yaml.document");
	var MAP = Symbol.for("yaml.map");
	var PAIR = Symbol.for("yaml.pair");
	var SCALAR = Symbol.for("yaml.scalar");
	var SEQ = Symbol.for("yaml.seq");
	var NODE_TYPE = Symbol.for("yaml.node.type");
	var isAlias = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === ALIAS;
	var isDocument = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === DOC;
	var isMap = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === MAP;
	var isPair = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === PAIR;
	var isScalar = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SCALAR;
	var isSeq = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SEQ;
	function isCollection(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case MAP:
			case SEQ: return true;
		}
		return false;
	}
	function isNode(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case ALIAS:
			case MAP:
			case SCALAR:
			case SEQ: return true;
		}
		return false;
	}
	var hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;
	exports.ALIAS = ALIAS;
	exports.DOC = DOC;
	exports.MAP = MAP;
	exports.NODE_TYPE = NODE_TYPE;
	exports.PAIR = PAIR;
	exports.SCALAR = SCALAR;
	exports.SEQ = SEQ;
	exports.hasAnchor = hasAnchor;
	exports.isAlias = isAlias;
	exports.isCollection = isCollection;
	exports.isDocument = isDocument;
	exports.isMap = isMap;
	exports.isNode = isNode;
	exports.isPair = isPair;
	exports.isScalar = isScalar;
	exports.isSeq = isSeq;
}));
// node_modules/yaml/dist/visit.js
var require_visit = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var BREAK = Symbol("break visit");
	var SKIP = Symbol("skip children");
	var REMOVE = Symbol("remove node");
	/**
	* Apply a visitor to an AST node or document.
	*
	* Walks through the tree (depth-first) starting from `node`, calling a
	* `visitor` function with three arguments:
	*   - `key`: For sequence values and map `Pair`, the node's index in the
	*     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
	*     `null` for the root node.
	*   - `node`: The current node.
	*   - `path`: The ancestry of the current node.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this node, continue with next
	*     sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current node, then continue with the next one
	*   - `Node`: Replace the current node, then continue by visiting it
	*   - `number`: While iterating the items of a sequence or map, set the index
	*     of the next step. This is useful especially if the index of the current
	*     node has changed.
	*
	* If `visitor` is a single function, it will be called with all values
	* encountered in the tree, including e.g. `null` values. Alternatively,
	* separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
	* `Alias` and `Scalar` node. To define the same visitor function for more than
	* one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
	* and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
	* specific defined one will be used for each node.
	*/
	function visit(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (visit_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else visit_(null, node, visitor_, Object.freeze([]));
	}
	/** Terminate visit traversal completely */
	visit.BREAK = BREAK;
	/** Do not visit the children of the current node */
	visit.SKIP = SKIP;
	/** Remove the current node */
	visit.REMOVE = REMOVE;
	function visit_(key, node, visitor, path) {
		const ctrl = callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visit_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = visit_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = visit_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = visit_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	/**
	* Apply an async visitor to an AST node or document.
	*
	* Walks through the tree (depth-first) starting from `node`, calling a
	* `visitor` function with three arguments:
	*   - `key`: For sequence values and map `Pair`, the node's index in the
	*     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
	*     `null` for the root node.
	*   - `node`: The current node.
	*   - `path`: The ancestry of the current node.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `Promise`: Must resolve to one of the following values
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this node, continue with next
	*     sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current node, then continue with the next one
	*   - `Node`: Replace the current node, then continue by visiting it
	*   - `number`: While iterating the items of a sequence or map, set the index
	*     of the next step. This is useful especially if the index of the current
	*     node has changed.
	*
	* If `visitor` is a single function, it will be called with all values
	* encountered in the tree, including e.g. `null` values. Alternatively,
	* separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
	* `Alias` and `Scalar` node. To define the same visitor function for more than
	* one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
	* and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
	* specific defined one will be used for each node.
	*/
	async function visitAsync(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (await visitAsync_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else await visitAsync_(null, node, visitor_, Object.freeze([]));
	}
	/** Terminate visit traversal completely */
	visitAsync.BREAK = BREAK;
	/** Do not visit the children of the current node */
	visitAsync.SKIP = SKIP;
	/** Remove the current node */
	visitAsync.REMOVE = REMOVE;
	async function visitAsync_(key, node, visitor, path) {
		const ctrl = await callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visitAsync_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = await visitAsync_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = await visitAsync_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = await visitAsync_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	function initVisitor(visitor) {
		if (typeof visitor === "object" && (visitor.Collection || visitor.Node || visitor.Value)) return Object.assign({
			Alias: visitor.Node,
			Map: visitor.Node,
			Scalar: visitor.Node,
			Seq: visitor.Node
		}, visitor.Value && {
			Map: visitor.Value,
			Scalar: visitor.Value,
			Seq: visitor.Value
		}, visitor.Collection && {
			Map: visitor.Collection,
			Seq: visitor.Collection
		}, visitor);
		return visitor;
	}
	function callVisitor(key, node, visitor, path) {
		if (typeof visitor === "function") return visitor(key, node, path);
		if (identity.isMap(node)) return visitor.Map?.(key, node, path);
		if (identity.isSeq(node)) return visitor.Seq?.(key, node, path);
		if (identity.isPair(node)) return visitor.Pair?.(key, node, path);
		if (identity.isScalar(node)) return visitor.Scalar?.(key, node, path);
		if (identity.isAlias(node)) return visitor.Alias?.(key, node, path);
	}
	function replaceNode(key, path, node) {
		const parent = path[path.length - 1];
		if (identity.isCollection(parent)) parent.items[key] = node;
		else if (identity.isPair(parent)) {
			if (key === "key") parent.key = node;
			else parent.value = node;
		} else if (identity.isDocument(parent)) parent.contents = node;
		else {
			const pt = identity.isAlias(parent) ? "alias" : "scalar";
			throw new Error(`Cannot replace node with ${pt} parent`);
		}
	}
	exports.visit = visit;
	exports.visitAsync = visitAsync;
}));
// node_modules/yaml/dist/doc/directives.js
var require_directives = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	var escapeChars = {
		"!": "%21",
		",": "%2C",
		"[": "%5B",
		"]": "%5D",
		"{": "%7B",
		"}": "%7D"
	};
	var escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, (ch) => escapeChars[ch]);
	var Directives = class Directives {
		constructor(yaml, tags) {
			/**
			* The directives-end/doc-start marker `---`. If `null`, a marker may still be
			* included in the document's stringified representation.
			*/
			this.docStart = null;
			/** The doc-end marker `...`.  */
			this.docEnd = false;
			this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
			this.tags = Object.assign({}, Directives.defaultTags, tags);
		}
		clone() {
			const copy = new Directives(this.yaml, this.tags);
			copy.docStart = this.docStart;
			return copy;
		}
		/**
		* During parsing, get a Directives instance for the current document and
		* update the stream state according to the current version's spec.
		*/
		atDocument() {
			const res = new Directives(this.yaml, this.tags);
			switch (this.yaml.version) {
				case "1.1":
					this.atNextDocument = true;
					break;
				case "1.2":
					this.atNextDocument = false;
					this.yaml = {
						explicit: Directives.defaultYaml.explicit,
						version: "1.2"
					};
					this.tags = Object.assign({}, Directives.defaultTags);
			}
			return res;
		}
		/**
		* @param onError - May be called even if the action was successful
		* @returns `true` on success
		*/
		add(line, onError) {
			if (this.atNextDocument) {
				this.yaml = {
					explicit: Directives.defaultYaml.explicit,
					version: "1.1"
				};
				this.tags = Object.assign({}, Directives.defaultTags);
				this.atNextDocument = false;
			}
			const parts = line.trim().split(/[ \t]+/);
			const name = parts.shift();
			switch (name) {
				case "%TAG": {
					if (parts.length !== 2) {
						onError(0, "%TAG directive should contain exactly two parts");
						if (parts.length < 2) return false;
					}
					const [handle, prefix] = parts;
					this.tags[handle] = prefix;
					return true;
				}
				case "%YAML": {
					this.yaml.explicit = true;
					if (parts.length !== 1) {
						onError(0, "%YAML directive should contain exactly one part");
						return false;
					}
					const [version] = parts;
					if (version === "1.1" || version === "1.2") {
						this.yaml.version = version;
						return true;
					} else {
						const isValid = /^\d+\.\d+$/.test(version);
						onError(6, `Unsupported YAML version ${version}`, isValid);
						return false;
					}
				}
				default:
					onError(0, `Unknown directive ${name}`, true);
					return false;
			}
		}
		/**
		* Resolves a tag, matching handles to those defined in %TAG directives.
		*
		* @returns Resolved tag, which may also be the non-specific tag `'!'` or a
		*   `'!local'` tag, or `null` if unresolvable.
		*/
		tagName(source, onError) {
			if (source === "!") return "!";
			if (source[0] !== "!") {
				onError(`Not a valid tag: ${source}`);
				return null;
			}
			if (source[1] === "<") {
				const verbatim = source.slice(2, -1);
				if (verbatim === "!" || verbatim === "!!") {
					onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
					return null;
				}
				if (source[source.length - 1] !== ">") onError("Verbatim tags must end with a >");
				return verbatim;
			}
			const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
			if (!suffix) onError(`The ${source} tag has no suffix`);
			const prefix = this.tags[handle];
			if (prefix) try {
				return prefix + decodeURIComponent(suffix);
			} catch (error) {
				onError(String(error));
				return null;
			}
			if (handle === "!") return source;
			onError(`Could not resolve tag: ${source}`);
			return null;
		}
		/**
		* Given a fully resolved tag, returns its printable string form,
		* taking into account current tag prefixes and defaults.
		*/
		tagString(tag) {
			for (const [handle, prefix] of Object.entries(this.tags)) if (tag.startsWith(prefix)) return handle + escapeTagName(tag.substring(prefix.length));
			return tag[0] === "!" ? tag : `!<${tag}>`;
		}
		toString(doc) {
			const lines = this.yaml.explicit ? [`%YAML ${this.yaml.version || "1.2"}`] : [];
			const tagEntries = Object.entries(this.tags);
			let tagNames;
			if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
				const tags = {};
				visit.visit(doc.contents, (_key, node) => {
					if (identity.isNode(node) && node.tag) tags[node.tag] = true;
				});
				tagNames = Object.keys(tags);
			} else tagNames = [];
			for (const [handle, prefix] of tagEntries) {
				if (handle === "!!" && prefix === "tag:yaml.org,2002:") continue;
				if (!doc || tagNames.some((tn) => tn.startsWith(prefix))) lines.push(`%TAG ${handle} ${prefix}`);
			}
			return lines.join("\n");
		}
	};
	Directives.defaultYaml = {
		explicit: false,
		version: "1.2"
	};
	Directives.defaultTags = { "!!": "tag:yaml.org,2002:" };
	exports.Directives = Directives;
}));
// node_modules/yaml/dist/doc/anchors.js
var require_anchors = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	/**
	* Verify that the input string is a valid anchor.
	*
	* Will throw on errors.
	*/
	function anchorIsValid(anchor) {
		if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
			const msg = `Anchor must not contain whitespace or control characters: ${JSON.stringify(anchor)}`;
			throw new Error(msg);
		}
		return true;
	}
	function anchorNames(root) {
		const anchors = /* @__PURE__ */ new Set();
		visit.visit(root, { Value(_key, node) {
			if (node.anchor) anchors.add(node.anchor);
		} });
		return anchors;
	}
	/** Find a new anchor name with the given `prefix` and a one-indexed suffix. */
	function findNewAnchor(prefix, exclude) {
		for (let i = 1;; ++i) {
			const name = `${prefix}${i}`;
			if (!exclude.has(name)) return name;
		}
	}
	function createNodeAnchors(doc, prefix) {
		const aliasObjects = [];
		const sourceObjects = /* @__PURE__ */ new Map();
		let prevAnchors = null;
		return {
			onAnchor: (source) => {
				aliasObjects.push(source);
				prevAnchors ?? (prevAnchors = anchorNames(doc));
				const anchor = findNewAnchor(prefix, prevAnchors);
				prevAnchors.add(anchor);
				return anchor;
			},
			/**
			* With circular references, the source node is only resolved after all
			* of its child nodes are. This is why anchors are set only after all of
			* the nodes have been created.
			*/
			setAnchors: () => {
				for (const source of aliasObjects) {
					const ref = sourceObjects.get(source);
					if (typeof ref === "object" && ref.anchor && (identity.isScalar(ref.node) || identity.isCollection(ref.node))) ref.node.anchor = ref.anchor;
					else {
						const error = /* @__PURE__ */ new Error("Failed to resolve repeated object (this should not happen)");
						error.source = source;
						throw error;
					}
				}
			},
			sourceObjects
		};
	}
	exports.anchorIsValid = anchorIsValid;
	exports.anchorNames = anchorNames;
	exports.createNodeAnchors = createNodeAnchors;
	exports.findNewAnchor = findNewAnchor;
}));
// node_modules/yaml/dist/doc/applyReviver.js
var require_applyReviver = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Applies the JSON.parse reviver algorithm as defined in the ECMA-262 spec,
	* in section 24.5.1.1 "Runtime Semantics: InternalizeJSONProperty" of the
	* 2021 edition: https://tc39.es/ecma262/#sec-json.parse
	*
	* Includes extensions for handling Map and Set objects.
	*/
	function applyReviver(reviver, obj, key, val) {
		if (val && typeof val === "object") {
			if (Array.isArray(val)) for (let i = 0, len = val.length; i < len; ++i) {
				const v0 = val[i];
				const v1 = applyReviver(reviver, val, String(i), v0);
				if (v1 === void 0) delete val[i];
				else if (v1 !== v0) val[i] = v1;
			}
			else if (val instanceof Map) for (const k of Array.from(val.keys())) {
				const v0 = val.get(k);
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) val.delete(k);
				else if (v1 !== v0) val.set(k, v1);
			}
			else if (val instanceof Set) for (const v0 of Array.from(val)) {
				const v1 = applyReviver(reviver, val, v0, v0);
				if (v1 === void 0) val.delete(v0);
				else if (v1 !== v0) {
					val.delete(v0);
					val.add(v1);
				}
			}
			else for (const [k, v0] of Object.entries(val)) {
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) delete val[k];
				else if (v1 !== v0) val[k] = v1;
			}
		}
		return reviver.call(obj, key, val);
	}
	exports.applyReviver = applyReviver;
}));
// node_modules/yaml/dist/nodes/toJS.js
var require_toJS = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	/**
	* Recursively convert any node or its contents to native JavaScript
	*
	* @param value - The input value
	* @param arg - If `value` defines a `toJSON()` method, use this
	*   as its first argument
	* @param ctx - Conversion context, originally set in Document#toJS(). If
	*   `{ keep: true }` is not set, output should be suitable for JSON
	*   stringification.
	*/
	function toJS(value, arg, ctx) {
		if (Array.isArray(value)) return value.map((v, i) => toJS(v, String(i), ctx));
		if (value && typeof value.toJSON === "function") {
			if (!ctx || !identity.hasAnchor(value)) return value.toJSON(arg, ctx);
			const data = {
				aliasCount: 0,
				count: 1,
				res: void 0
			};
			ctx.anchors.set(value, data);
			ctx.onCreate = (res) => {
				data.res = res;
				delete ctx.onCreate;
			};
			const res = value.toJSON(arg, ctx);
			if (ctx.onCreate) ctx.onCreate(res);
			return res;
		}
		if (typeof value === "bigint" && !ctx?.keep) return Number(value);
		return value;
	}
	exports.toJS = toJS;
}));
// node_modules/yaml/dist/nodes/Node.js
var require_Node = /* @__PURE__ */ __commonJSMin(((exports) => {
	var applyReviver = require_applyReviver();
	var identity = require_identity();
	var toJS = require_toJS();
	var NodeBase = class {
		constructor(type) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: type });
		}
		/** Create a copy of this node.  */
		clone() {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/** A plain JavaScript representation of this node. */
		toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			if (!identity.isDocument(doc)) throw new TypeError("A document argument is required");
			const ctx = {
				anchors: /* @__PURE__ */ new Map(),
				doc,
				keep: true,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this, "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
	};
	exports.NodeBase = NodeBase;
}));
// node_modules/yaml/dist/nodes/Alias.js
var require_Alias = /* @__PURE__ */ __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var visit = require_visit();
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	var Alias = class extends Node.NodeBase {
		constructor(source) {
			super(identity.ALIAS);
			this.source = source;
			Object.defineProperty(this, "tag", { set() {
				throw new Error("Alias nodes cannot have tags");
			} });
		}
		/**
		* Resolve the value of this alias within `doc`, finding the last
		* instance of the `source` anchor before this node.
		*/
		resolve(doc, ctx) {
			if (ctx?.maxAliasCount === 0) throw new ReferenceError("Alias resolution is disabled");
			let nodes;
			if (ctx?.aliasResolveCache) nodes = ctx.aliasResolveCache;
			else {
				nodes = [];
				visit.visit(doc, { Node: (_key, node) => {
					if (identity.isAlias(node) || identity.hasAnchor(node)) nodes.push(node);
				} });
				if (ctx) ctx.aliasResolveCache = nodes;
			}
			let found = void 0;
			for (const node of nodes) {
				if (node === this) break;
				if (node.anchor === this.source) found = node;
			}
			if (found && ctx) {
				const { anchors, doc, maxAliasCount } = ctx;
				let data = anchors.get(found);
				if (!data) {
					toJS.toJS(found, null, ctx);
					data = anchors.get(found);
				}
				/* istanbul ignore if */
				if (data?.res === void 0) throw new ReferenceError("This should not happen: Alias anchor was not resolved?");
				if (maxAliasCount >= 0) {
					data.count += 1;
					if (data.aliasCount === 0) data.aliasCount = getAliasCount(doc, found, anchors);
					if (data.count * data.aliasCount > maxAliasCount) throw new ReferenceError("Excessive alias count indicates a resource exhaustion attack");
				}
			}
			return found;
		}
		toJSON(_arg, ctx) {
			if (!ctx) return { source: this.source };
			const source = this.resolve(ctx.doc, ctx);
			if (!source) {
				const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
				throw new ReferenceError(msg);
			}
			return ctx.anchors.get(source).res;
		}
		toString(ctx, _onComment, _onChompKeep) {
			const src = `*${this.source}`;
			if (ctx) {
				anchors.anchorIsValid(this.source);
				if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
					const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
					throw new Error(msg);
				}
				if (ctx.implicitKey) return `${src} `;
			}
			return src;
		}
	};
	function getAliasCount(doc, node, anchors) {
		if (identity.isAlias(node)) {
			const source = node.resolve(doc);
			const anchor = anchors && source && anchors.get(source);
			return anchor ? anchor.count * anchor.aliasCount : 0;
		} else if (identity.isCollection(node)) {
			let count = 0;
			for (const item of node.items) {
				const c = getAliasCount(doc, item, anchors);
				if (c > count) count = c;
			}
			return count;
		} else if (identity.isPair(node)) {
			const kc = getAliasCount(doc, node.key, anchors);
			const vc = getAliasCount(doc, node.value, anchors);
			return Math.max(kc, vc);
		}
		return 1;
	}
	exports.Alias = Alias;
}));
// node_modules/yaml/dist/nodes/Scalar.js
var require_Scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	var isScalarValue = (value) => !value || typeof value !== "function" && typeof value !== "object";
	var Scalar = class extends Node.NodeBase {
		constructor(value) {
			super(identity.SCALAR);
			this.value = value;
		}
		toJSON(arg, ctx) {
			return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
		}
		toString() {
			return String(this.value);
		}
	};
	Scalar.BLOCK_FOLDED = "BLOCK_FOLDED";
	Scalar.BLOCK_LITERAL = "BLOCK_LITERAL";
	Scalar.PLAIN = "PLAIN";
	Scalar.QUOTE_DOUBLE = "QUOTE_DOUBLE";
	Scalar.QUOTE_SINGLE = "QUOTE_SINGLE";
	exports.Scalar = Scalar;
	exports.isScalarValue = isScalarValue;
}));
// node_modules/yaml/dist/doc/createNode.js
var require_createNode = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var Scalar = require_Scalar();
	var defaultTagPrefix = "tag:yaml.org,2002:";
	function findTagObject(value, tagName, tags) {
		if (tagName) {
			const match = tags.filter((t) => t.tag === tagName);
			const tagObj = match.find((t) => !t.format) ?? match[0];
			if (!tagObj) throw new Error(`Tag ${tagName} not found`);
			return tagObj;
		}
		return tags.find((t) => t.identify?.(value) && !t.format);
	}
	function createNode(value, tagName, ctx) {
		if (identity.isDocument(value)) value = value.contents;
		if (identity.isNode(value)) return value;
		if (identity.isPair(value)) {
			const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
			map.items.push(value);
			return map;
		}
		if (value instanceof String || value instanceof Number || value instanceof Boolean || typeof BigInt !== "undefined" && value instanceof BigInt) value = value.valueOf();
		const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
		let ref = void 0;
		if (aliasDuplicateObjects && value && typeof value === "object") {
			ref = sourceObjects.get(value);
			if (ref) {
				ref.anchor ?? (ref.anchor = onAnchor(value));
				return new Alias.Alias(ref.anchor);
			} else {
				ref = {
					anchor: null,
					node: null
				};
				sourceObjects.set(value, ref);
			}
		}
		if (tagName?.startsWith("!!")) tagName = defaultTagPrefix + tagName.slice(2);
		let tagObj = findTagObject(value, tagName, schema.tags);
		if (!tagObj) {
			if (value && typeof value.toJSON === "function") value = value.toJSON();
			if (!value || typeof value !== "object") {
				const node = new Scalar.Scalar(value);
				if (ref) ref.node = node;
				return node;
			}
			tagObj = value instanceof Map ? schema[identity.MAP] : Symbol.iterator in Object(value) ? schema[identity.SEQ] : schema[identity.MAP];
		}
		if (onTagObj) {
			onTagObj(tagObj);
			delete ctx.onTagObj;
		}
		const node = tagObj?.createNode ? tagObj.createNode(ctx.schema, value, ctx) : typeof tagObj?.nodeClass?.from === "function" ? tagObj.nodeClass.from(ctx.schema, value, ctx) : new Scalar.Scalar(value);
		if (tagName) node.tag = tagName;
		else if (!tagObj.default) node.tag = tagObj.tag;
		if (ref) ref.node = node;
		return node;
	}
	exports.createNode = createNode;
}));
// node_modules/yaml/dist/nodes/Collection.js
var require_Collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var identity = require_identity();
	var Node = require_Node();
	function collectionFromPath(schema, path, value) {
		let v = value;
		for (let i = path.length - 1; i >= 0; --i) {
			const k = path[i];
			if (typeof k === "number" && Number.isInteger(k) && k >= 0) {
				const a = [];
				a[k] = v;
				v = a;
			} else v = /* @__PURE__ */ new Map([[k, v]]);
		}
		return createNode.createNode(v, void 0, {
			aliasDuplicateObjects: false,
			keepUndefined: false,
			onAnchor: () => {
				throw new Error("This should not happen, please report a bug.");
			},
			schema,
			sourceObjects: /* @__PURE__ */ new Map()
		});
	}
	var isEmptyPath = (path) => path == null || typeof path === "object" && !!path[Symbol.iterator]().next().done;
	var Collection = class extends Node.NodeBase {
		constructor(type, schema) {
			super(type);
			Object.defineProperty(this, "schema", {
				value: schema,
				configurable: true,
				enumerable: false,
				writable: true
			});
		}
		/**
		* Create a copy of this collection.
		*
		* @param schema - If defined, overwrites the original's schema
		*/
		clone(schema) {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (schema) copy.schema = schema;
			copy.items = copy.items.map((it) => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/**
		* Adds a value to the collection. For `!!map` and `!!omap` the value must
		* be a Pair instance or a `{ key, value }` object, which may not have a key
		* that already exists in the map.
		*/
		addIn(path, value) {
			if (isEmptyPath(path)) this.add(value);
			else {
				const [key, ...rest] = path;
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.addIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
		/**
		* Removes a value from the collection.
		* @returns `true` if the item was found and removed.
		*/
		deleteIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.delete(key);
			const node = this.get(key, true);
			if (identity.isCollection(node)) return node.deleteIn(rest);
			else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
		}
		/**
		* Returns item at `key`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		getIn(path, keepScalar) {
			const [key, ...rest] = path;
			const node = this.get(key, true);
			if (rest.length === 0) return !keepScalar && identity.isScalar(node) ? node.value : node;
			else return identity.isCollection(node) ? node.getIn(rest, keepScalar) : void 0;
		}
		hasAllNullValues(allowScalar) {
			return this.items.every((node) => {
				if (!identity.isPair(node)) return false;
				const n = node.value;
				return n == null || allowScalar && identity.isScalar(n) && n.value == null && !n.commentBefore && !n.comment && !n.tag;
			});
		}
		/**
		* Checks if the collection includes a value with the key `key`.
		*/
		hasIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.has(key);
			const node = this.get(key, true);
			return identity.isCollection(node) ? node.hasIn(rest) : false;
		}
		/**
		* Sets a value in this collection. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		setIn(path, value) {
			const [key, ...rest] = path;
			if (rest.length === 0) this.set(key, value);
			else {
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.setIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
	};
	exports.Collection = Collection;
	exports.collectionFromPath = collectionFromPath;
	exports.isEmptyPath = isEmptyPath;
}));
// node_modules/yaml/dist/stringify/stringifyComment.js
var require_stringifyComment = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Stringifies a comment.
	*
	* Empty comment lines are left empty,
	* lines consisting of a single space are replaced by `#`,
	* and all other lines are prefixed with a `#`.
	*/
	var stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, "#");
	function indentComment(comment, indent) {
		if (/^\n+$/.test(comment)) return comment.substring(1);
		return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
	}
	var lineComment = (str, indent, comment) => str.endsWith("\n") ? indentComment(comment, indent) : comment.includes("\n") ? "\n" + indentComment(comment, indent) : (str.endsWith(" ") ? "" : " ") + comment;
	exports.indentComment = indentComment;
	exports.lineComment = lineComment;
	exports.stringifyComment = stringifyComment;
}));
// node_modules/yaml/dist/stringify/foldFlowLines.js
var require_foldFlowLines = /* @__PURE__ */ __commonJSMin(((exports) => {
	var FOLD_FLOW = "flow";
	var FOLD_BLOCK = "block";
	var FOLD_QUOTED = "quoted";
	/**
	* Tries to keep input at up to `lineWidth` characters, splitting only on spaces
	* not followed by newlines or spaces unless `mode` is `'quoted'`. Lines are
	* terminated with `\n` and started with `indent`.
	*/
	function foldFlowLines(text, indent, mode = "flow", { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
		if (!lineWidth || lineWidth < 0) return text;
		if (lineWidth < minContentWidth) minContentWidth = 0;
		const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
		if (text.length <= endStep) return text;
		const folds = [];
		const escapedFolds = {};
		let end = lineWidth - indent.length;
		if (typeof indentAtStart === "number") {
			if (indentAtStart > lineWidth - Math.max(2, minContentWidth)) folds.push(0);
			else end = lineWidth - indentAtStart;
		}
		let split = void 0;
		let prev = void 0;
		let overflow = false;
		let i = -1;
		let escStart = -1;
		let escEnd = -1;
		if (mode === FOLD_BLOCK) {
			i = consumeMoreIndentedLines(text, i, indent.length);
			if (i !== -1) end = i + endStep;
		}
		for (let ch; ch = text[i += 1];) {
			if (mode === FOLD_QUOTED && ch === "\\") {
				escStart = i;
				switch (text[i + 1]) {
					case "x":
						i += 3;
						break;
					case "u":
						i += 5;
						break;
					case "U":
						i += 9;
						break;
					default: i += 1;
				}
				escEnd = i;
			}
			if (ch === "\n") {
				if (mode === FOLD_BLOCK) i = consumeMoreIndentedLines(text, i, indent.length);
				end = i + indent.length + endStep;
				split = void 0;
			} else {
				if (ch === " " && prev && prev !== " " && prev !== "\n" && prev !== "	") {
					const next = text[i + 1];
					if (next && next !== " " && next !== "\n" && next !== "	") split = i;
				}
				if (i >= end) {
					if (split) {
						folds.push(split);
						end = split + endStep;
						split = void 0;
					} else if (mode === FOLD_QUOTED) {
						while (prev === " " || prev === "	") {
							prev = ch;
							ch = text[i += 1];
							overflow = true;
						}
						const j = i > escEnd + 1 ? i - 2 : escStart - 1;
						if (escapedFolds[j]) return text;
						folds.push(j);
						escapedFolds[j] = true;
						end = j + endStep;
						split = void 0;
					} else overflow = true;
				}
			}
			prev = ch;
		}
		if (overflow && onOverflow) onOverflow();
		if (folds.length === 0) return text;
		if (onFold) onFold();
		let res = text.slice(0, folds[0]);
		for (let i = 0; i < folds.length; ++i) {
			const fold = folds[i];
			const end = folds[i + 1] || text.length;
			if (fold === 0) res = `\n${indent}${text.slice(0, end)}`;
			else {
				if (mode === FOLD_QUOTED && escapedFolds[fold]) res += `${text[fold]}\\`;
				res += `\n${indent}${text.slice(fold + 1, end)}`;
			}
		}
		return res;
	}
	/**
	* Presumes `i + 1` is at the start of a line
	* @returns index of last newline in more-indented block
	*/
	function consumeMoreIndentedLines(text, i, indent) {
		let end = i;
		let start = i + 1;
		let ch = text[start];
		while (ch === " " || ch === "	") if (i < start + indent) ch = text[++i];
		else {
			do
				ch = text[++i];
			while (ch && ch !== "\n");
			end = i;
			start = i + 1;
			ch = text[start];
		}
		return end;
	}
	exports.FOLD_BLOCK = FOLD_BLOCK;
	exports.FOLD_FLOW = FOLD_FLOW;
	exports.FOLD_QUOTED = FOLD_QUOTED;
	exports.foldFlowLines = foldFlowLines;
}));
// node_modules/yaml/dist/stringify/stringifyString.js
var require_stringifyString = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var foldFlowLines = require_foldFlowLines();
	var getFoldOptions = (ctx, isBlock) => ({
		indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
		lineWidth: ctx.options.lineWidth,
		minContentWidth: ctx.options.minContentWidth
	});
	var containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
	function lineLengthOverLimit(str, lineWidth, indentLength) {
		if (!lineWidth || lineWidth < 0) return false;
		const limit = lineWidth - indentLength;
		const strLen = str.length;
		if (strLen <= limit) return false;
		for (let i = 0, start = 0; i < strLen; ++i) if (str[i] === "\n") {
			if (i - start > limit) return true;
			start = i + 1;
			if (strLen - start <= limit) return false;
		}
		return true;
	}
	function doubleQuotedString(value, ctx) {
		const json = JSON.stringify(value);
		if (ctx.options.doubleQuotedAsJSON) return json;
		const { implicitKey } = ctx;
		const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		let str = "";
		let start = 0;
		for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
			if (ch === " " && json[i + 1] === "\\" && json[i + 2] === "n") {
				str += json.slice(start, i) + "\\ ";
				i += 1;
				start = i;
				ch = "\\";
			}
			if (ch === "\\") switch (json[i + 1]) {
				case "u":
					{
						str += json.slice(start, i);
						const code = json.substr(i + 2, 4);
						switch (code) {
							case "0000":
								str += "\\0";
								break;
							case "0007":
								str += "\\a";
								break;
							case "000b":
								str += "\\v";
								break;
							case "001b":
								str += "\\e";
								break;
							case "0085":
								str += "\\N";
								break;
							case "00a0":
								str += "\\_";
								break;
							case "2028":
								str += "\\L";
								break;
							case "2029":
								str += "\\P";
								break;
							default: if (code.substr(0, 2) === "00") str += "\\x" + code.substr(2);
							else str += json.substr(i, 6);
						}
						i += 5;
						start = i + 1;
					}
					break;
				case "n":
					if (implicitKey || json[i + 2] === "\"" || json.length < minMultiLineLength) i += 1;
					else {
						str += json.slice(start, i) + "\n\n";
						while (json[i + 2] === "\\" && json[i + 3] === "n" && json[i + 4] !== "\"") {
							str += "\n";
							i += 2;
						}
						str += indent;
						if (json[i + 2] === " ") str += "\\";
						i += 1;
						start = i + 1;
					}
					break;
				default: i += 1;
			}
		}
		str = start ? str + json.slice(start) : json;
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
	}
	function singleQuotedString(value, ctx) {
		if (ctx.options.singleQuote === false || ctx.implicitKey && value.includes("\n") || /[ \t]\n|\n[ \t]/.test(value)) return doubleQuotedString(value, ctx);
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
		return ctx.implicitKey ? res : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function quotedString(value, ctx) {
		const { singleQuote } = ctx.options;
		let qs;
		if (singleQuote === false) qs = doubleQuotedString;
		else {
			const hasDouble = value.includes("\"");
			const hasSingle = value.includes("'");
			if (hasDouble && !hasSingle) qs = singleQuotedString;
			else if (hasSingle && !hasDouble) qs = doubleQuotedString;
			else qs = singleQuote ? singleQuotedString : doubleQuotedString;
		}
		return qs(value, ctx);
	}
	var blockEndNewlines;
	try {
		blockEndNewlines = /* @__PURE__ */ new RegExp("(^|(?<!\n))\n+(?!\n|$)", "g");
	} catch {
		blockEndNewlines = /\n+(?!\n|$)/g;
	}
	function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
		const { blockQuote, commentString, lineWidth } = ctx.options;
		if (!blockQuote || /\n[\t ]+$/.test(value)) return quotedString(value, ctx);
		const indent = ctx.indent || (ctx.forceBlockIndent || containsDocumentMarker(value) ? "  " : "");
		const literal = blockQuote === "literal" ? true : blockQuote === "folded" || type === Scalar.Scalar.BLOCK_FOLDED ? false : type === Scalar.Scalar.BLOCK_LITERAL ? true : !lineLengthOverLimit(value, lineWidth, indent.length);
		if (!value) return literal ? "|\n" : ">\n";
		let chomp;
		let endStart;
		for (endStart = value.length; endStart > 0; --endStart) {
			const ch = value[endStart - 1];
			if (ch !== "\n" && ch !== "	" && ch !== " ") break;
		}
		let end = value.substring(endStart);
		const endNlPos = end.indexOf("\n");
		if (endNlPos === -1) chomp = "-";
		else if (value === end || endNlPos !== end.length - 1) {
			chomp = "+";
			if (onChompKeep) onChompKeep();
		} else chomp = "";
		if (end) {
			value = value.slice(0, -end.length);
			if (end[end.length - 1] === "\n") end = end.slice(0, -1);
			end = end.replace(blockEndNewlines, `$&${indent}`);
		}
		let startWithSpace = false;
		let startEnd;
		let startNlPos = -1;
		for (startEnd = 0; startEnd < value.length; ++startEnd) {
			const ch = value[startEnd];
			if (ch === " ") startWithSpace = true;
			else if (ch === "\n") startNlPos = startEnd;
			else break;
		}
		let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
		if (start) {
			value = value.substring(start.length);
			start = start.replace(/\n+/g, `$&${indent}`);
		}
		let header = (startWithSpace ? indent ? "2" : "1" : "") + chomp;
		if (comment) {
			header += " " + commentString(comment.replace(/ ?[\r\n]+/g, " "));
			if (onComment) onComment();
		}
		if (!literal) {
			const foldedValue = value.replace(/\n+/g, "\n$&").replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, "$1$2").replace(/\n+/g, `$&${indent}`);
			let literalFallback = false;
			const foldOptions = getFoldOptions(ctx, true);
			if (blockQuote !== "folded" && type !== Scalar.Scalar.BLOCK_FOLDED) foldOptions.onOverflow = () => {
				literalFallback = true;
			};
			const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
			if (!literalFallback) return `>${header}\n${indent}${body}`;
		}
		value = value.replace(/\n+/g, `$&${indent}`);
		return `|${header}\n${indent}${start}${value}${end}`;
	}
	function plainString(item, ctx, onComment, onChompKeep) {
		const { type, value } = item;
		const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
		if (implicitKey && value.includes("\n") || inFlow && /[[\]{},]/.test(value)) return quotedString(value, ctx);
		if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) return implicitKey || inFlow || !value.includes("\n") ? quotedString(value, ctx) : blockString(item, ctx, onComment, onChompKeep);
		if (!implicitKey && !inFlow && type !== Scalar.Scalar.PLAIN && value.includes("\n")) return blockString(item, ctx, onComment, onChompKeep);
		if (containsDocumentMarker(value)) {
			if (indent === "") {
				ctx.forceBlockIndent = true;
				return blockString(item, ctx, onComment, onChompKeep);
			} else if (implicitKey && indent === indentStep) return quotedString(value, ctx);
		}
		const str = value.replace(/\n+/g, `$&\n${indent}`);
		if (actualString) {
			const test = (tag) => tag.default && tag.tag !== "tag:yaml.org,2002:str" && tag.test?.test(str);
			const { compat, tags } = ctx.doc.schema;
			if (tags.some(test) || compat?.some(test)) return quotedString(value, ctx);
		}
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function stringifyString(item, ctx, onComment, onChompKeep) {
		const { implicitKey, inFlow } = ctx;
		const ss = typeof item.value === "string" ? item : Object.assign({}, item, { value: String(item.value) });
		let { type } = item;
		if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
			if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value)) type = Scalar.Scalar.QUOTE_DOUBLE;
		}
		const _stringify = (_type) => {
			switch (_type) {
				case Scalar.Scalar.BLOCK_FOLDED:
				case Scalar.Scalar.BLOCK_LITERAL: return implicitKey || inFlow ? quotedString(ss.value, ctx) : blockString(ss, ctx, onComment, onChompKeep);
				case Scalar.Scalar.QUOTE_DOUBLE: return doubleQuotedString(ss.value, ctx);
				case Scalar.Scalar.QUOTE_SINGLE: return singleQuotedString(ss.value, ctx);
				case Scalar.Scalar.PLAIN: return plainString(ss, ctx, onComment, onChompKeep);
				default: return null;
			}
		};
		let res = _stringify(type);
		if (res === null) {
			const { defaultKeyType, defaultStringType } = ctx.options;
			const t = implicitKey && defaultKeyType || defaultStringType;
			res = _stringify(t);
			if (res === null) throw new Error(`Unsupported default string type ${t}`);
		}
		return res;
	}
	exports.stringifyString = stringifyString;
}));
// node_modules/yaml/dist/stringify/stringify.js
var require_stringify = /* @__PURE__ */ __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var identity = require_identity();
	var stringifyComment = require_stringifyComment();
	var stringifyString = require_stringifyString();
	function createStringifyContext(doc, options) {
		const opt = Object.assign({
			blockQuote: true,
			commentString: stringifyComment.stringifyComment,
			defaultKeyType: null,
			defaultStringType: "PLAIN",
			directives: null,
			doubleQuotedAsJSON: false,
			doubleQuotedMinMultiLineLength: 40,
			falseStr: "false",
			flowCollectionPadding: true,
			indentSeq: true,
			lineWidth: 80,
			minContentWidth: 20,
			nullStr: "null",
			simpleKeys: false,
			singleQuote: null,
			trailingComma: false,
			trueStr: "true",
			verifyAliasOrder: true
		}, doc.schema.toStringOptions, options);
		let inFlow;
		switch (opt.collectionStyle) {
			case "block":
				inFlow = false;
				break;
			case "flow":
				inFlow = true;
				break;
			default: inFlow = null;
		}
		return {
			anchors: /* @__PURE__ */ new Set(),
			doc,
			flowCollectionPadding: opt.flowCollectionPadding ? " " : "",
			indent: "",
			indentStep: typeof opt.indent === "number" ? " ".repeat(opt.indent) : "  ",
			inFlow,
			options: opt
		};
	}
	function getTagObject(tags, item) {
		if (item.tag) {
			const match = tags.filter((t) => t.tag === item.tag);
			if (match.length > 0) return match.find((t) => t.format === item.format) ?? match[0];
		}
		let tagObj = void 0;
		let obj;
		if (identity.isScalar(item)) {
			obj = item.value;
			let match = tags.filter((t) => t.identify?.(obj));
			if (match.length > 1) {
				const testMatch = match.filter((t) => t.test);
				if (testMatch.length > 0) match = testMatch;
			}
			tagObj = match.find((t) => t.format === item.format) ?? match.find((t) => !t.format);
		} else {
			obj = item;
			tagObj = tags.find((t) => t.nodeClass && obj instanceof t.nodeClass);
		}
		if (!tagObj) {
			const name = obj?.constructor?.name ?? (obj === null ? "null" : typeof obj);
			throw new Error(`Tag not resolved for ${name} value`);
		}
		return tagObj;
	}
	function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
		if (!doc.directives) return "";
		const props = [];
		const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
		if (anchor && anchors.anchorIsValid(anchor)) {
			anchors$1.add(anchor);
			props.push(`&${anchor}`);
		}
		const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
		if (tag) props.push(doc.directives.tagString(tag));
		return props.join(" ");
	}
	function stringify(item, ctx, onComment, onChompKeep) {
		if (identity.isPair(item)) return item.toString(ctx, onComment, onChompKeep);
		if (identity.isAlias(item)) {
			if (ctx.doc.directives) return item.toString(ctx);
			if (ctx.resolvedAliases?.has(item)) throw new TypeError(`Cannot stringify circular structure without alias nodes`);
			else {
				if (ctx.resolvedAliases) ctx.resolvedAliases.add(item);
				else ctx.resolvedAliases = /* @__PURE__ */ new Set([item]);
				item = item.resolve(ctx.doc);
			}
		}
		let tagObj = void 0;
		const node = identity.isNode(item) ? item : ctx.doc.createNode(item, { onTagObj: (o) => tagObj = o });
		tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
		const props = stringifyProps(node, tagObj, ctx);
		if (props.length > 0) ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
		const str = typeof tagObj.stringify === "function" ? tagObj.stringify(node, ctx, onComment, onChompKeep) : identity.isScalar(node) ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep) : node.toString(ctx, onComment, onChompKeep);
		if (!props) return str;
		return identity.isScalar(node) || str[0] === "{" || str[0] === "[" ? `${props} ${str}` : `${props}\n${ctx.indent}${str}`;
	}
	exports.createStringifyContext = createStringifyContext;
	exports.stringify = stringify;
}));
// node_modules/yaml/dist/stringify/stringifyPair.js
var require_stringifyPair = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
		const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
		let keyComment = identity.isNode(key) && key.comment || null;
		if (simpleKeys) {
			if (keyComment) throw new Error("With simple keys, key nodes cannot have comments");
			if (identity.isCollection(key) || !identity.isNode(key) && typeof key === "object") throw new Error("With simple keys, collection cannot be used as a key value");
		}
		let explicitKey = !simpleKeys && (!key || keyComment && value == null && !ctx.inFlow || identity.isCollection(key) || (identity.isScalar(key) ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL : typeof key === "object"));
		ctx = Object.assign({}, ctx, {
			allNullValues: false,
			implicitKey: !explicitKey && (simpleKeys || !allNullValues),
			indent: indent + indentStep
		});
		let keyCommentDone = false;
		let chompKeep = false;
		let str = stringify.stringify(key, ctx, () => keyCommentDone = true, () => chompKeep = true);
		if (!explicitKey && !ctx.inFlow && str.length > 1024) {
			if (simpleKeys) throw new Error("With simple keys, single line scalar must not span more than 1024 characters");
			explicitKey = true;
		}
		if (ctx.inFlow) {
			if (allNullValues || value == null) {
				if (keyCommentDone && onComment) onComment();
				return str === "" ? "?" : explicitKey ? `? ${str}` : str;
			}
		} else if (allNullValues && !simpleKeys || value == null && explicitKey) {
			str = `? ${str}`;
			if (keyComment && !keyCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			else if (chompKeep && onChompKeep) onChompKeep();
			return str;
		}
		if (keyCommentDone) keyComment = null;
		if (explicitKey) {
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			str = `? ${str}\n${indent}:`;
		} else {
			str = `${str}:`;
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
		}
		let vsb, vcb, valueComment;
		if (identity.isNode(value)) {
			vsb = !!value.spaceBefore;
			vcb = value.commentBefore;
			valueComment = value.comment;
		} else {
			vsb = false;
			vcb = null;
			valueComment = null;
			if (value && typeof value === "object") value = doc.createNode(value);
		}
		ctx.implicitKey = false;
		if (!explicitKey && !keyComment && identity.isScalar(value)) ctx.indentAtStart = str.length + 1;
		chompKeep = false;
		if (!indentSeq && indentStep.length >= 2 && !ctx.inFlow && !explicitKey && identity.isSeq(value) && !value.flow && !value.tag && !value.anchor) ctx.indent = ctx.indent.substring(2);
		let valueCommentDone = false;
		const valueStr = stringify.stringify(value, ctx, () => valueCommentDone = true, () => chompKeep = true);
		let ws = " ";
		if (keyComment || vsb || vcb) {
			ws = vsb ? "\n" : "";
			if (vcb) {
				const cs = commentString(vcb);
				ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
			}
			if (valueStr === "" && !ctx.inFlow) {
				if (ws === "\n" && valueComment) ws = "\n\n";
			} else ws += `\n${ctx.indent}`;
		} else if (!explicitKey && identity.isCollection(value)) {
			const vs0 = valueStr[0];
			const nl0 = valueStr.indexOf("\n");
			const hasNewline = nl0 !== -1;
			const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
			if (hasNewline || !flow) {
				let hasPropsLine = false;
				if (hasNewline && (vs0 === "&" || vs0 === "!")) {
					let sp0 = valueStr.indexOf(" ");
					if (vs0 === "&" && sp0 !== -1 && sp0 < nl0 && valueStr[sp0 + 1] === "!") sp0 = valueStr.indexOf(" ", sp0 + 1);
					if (sp0 === -1 || nl0 < sp0) hasPropsLine = true;
				}
				if (!hasPropsLine) ws = `\n${ctx.indent}`;
			}
		} else if (valueStr === "" || valueStr[0] === "\n") ws = "";
		str += ws + valueStr;
		if (ctx.inFlow) {
			if (valueCommentDone && onComment) onComment();
		} else if (valueComment && !valueCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
		else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	exports.stringifyPair = stringifyPair;
}));
// node_modules/yaml/dist/log.js
var require_log = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	function debug(logLevel, ...messages) {
		if (logLevel === "debug") console.log(...messages);
	}
	function warn(logLevel, warning) {
		if (logLevel === "debug" || logLevel === "warn") {
			if (typeof node_process.emitWarning === "function") node_process.emitWarning(warning);
			else console.warn(warning);
		}
	}
	exports.debug = debug;
	exports.warn = warn;
}));
// node_modules/yaml/dist/schema/yaml-1.1/merge.js
var require_merge = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var MERGE_KEY = "<<";
	var merge = {
		identify: (value) => value === MERGE_KEY || typeof value === "symbol" && value.description === MERGE_KEY,
		default: "key",
		tag: "tag:yaml.org,2002:merge",
		test: /^<<$/,
		resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), { addToJSMap: addMergeToJSMap }),
		stringify: () => MERGE_KEY
	};
	var isMergeKey = (ctx, key) => (merge.identify(key) || identity.isScalar(key) && (!key.type || key.type === Scalar.Scalar.PLAIN) && merge.identify(key.value)) && ctx?.doc.schema.tags.some((tag) => tag.tag === merge.tag && tag.default);
	function addMergeToJSMap(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (identity.isSeq(source)) for (const it of source.items) mergeValue(ctx, map, it);
		else if (Array.isArray(source)) for (const it of source) mergeValue(ctx, map, it);
		else mergeValue(ctx, map, source);
	}
	function mergeValue(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (!identity.isMap(source)) throw new Error("Merge sources must be maps or map aliases");
		const srcMap = source.toJSON(null, ctx, Map);
		for (const [key, value] of srcMap) if (map instanceof Map) {
			if (!map.has(key)) map.set(key, value);
		} else if (map instanceof Set) map.add(key);
		else if (!Object.prototype.hasOwnProperty.call(map, key)) Object.defineProperty(map, key, {
			value,
			writable: true,
			enumerable: true,
			configurable: true
		});
		return map;
	}
	function resolveAliasValue(ctx, value) {
		return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
	}
	exports.addMergeToJSMap = addMergeToJSMap;
	exports.isMergeKey = isMergeKey;
	exports.merge = merge;
}));
// node_modules/yaml/dist/nodes/addPairToJSMap.js
var require_addPairToJSMap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var log = require_log();
	var merge = require_merge();
	var stringify = require_stringify();
	var identity = require_identity();
	var toJS = require_toJS();
	function addPairToJSMap(ctx, map, { key, value }) {
		if (identity.isNode(key) && key.addToJSMap) key.addToJSMap(ctx, map, value);
		else if (merge.isMergeKey(ctx, key)) merge.addMergeToJSMap(ctx, map, value);
		else {
			const jsKey = toJS.toJS(key, "", ctx);
			if (map instanceof Map) map.set(jsKey, toJS.toJS(value, jsKey, ctx));
			else if (map instanceof Set) map.add(jsKey);
			else {
				const stringKey = stringifyKey(key, jsKey, ctx);
				const jsValue = toJS.toJS(value, stringKey, ctx);
				if (stringKey in map) Object.defineProperty(map, stringKey, {
					value: jsValue,
					writable: true,
					enumerable: true,
					configurable: true
				});
				else map[stringKey] = jsValue;
			}
		}
		return map;
	}
	function stringifyKey(key, jsKey, ctx) {
		if (jsKey === null) return "";
		if (typeof jsKey !== "object") return String(jsKey);
		if (identity.isNode(key) && ctx?.doc) {
			const strCtx = stringify.createStringifyContext(ctx.doc, {});
			strCtx.anchors = /* @__PURE__ */ new Set();
			for (const node of ctx.anchors.keys()) strCtx.anchors.add(node.anchor);
			strCtx.inFlow = true;
			strCtx.inStringifyKey = true;
			const strKey = key.toString(strCtx);
			if (!ctx.mapKeyWarned) {
				let jsonStr = JSON.stringify(strKey);
				if (jsonStr.length > 40) jsonStr = jsonStr.substring(0, 36) + "...\"";
				log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
				ctx.mapKeyWarned = true;
			}
			return strKey;
		}
		return JSON.stringify(jsKey);
	}
	exports.addPairToJSMap = addPairToJSMap;
}));
// node_modules/yaml/dist/nodes/Pair.js
var require_Pair = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyPair = require_stringifyPair();
	var addPairToJSMap = require_addPairToJSMap();
	var identity = require_identity();
	function createPair(key, value, ctx) {
		return new Pair(createNode.createNode(key, void 0, ctx), createNode.createNode(value, void 0, ctx));
	}
	var Pair = class Pair {
		constructor(key, value = null) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
			this.key = key;
			this.value = value;
		}
		clone(schema) {
			let { key, value } = this;
			if (identity.isNode(key)) key = key.clone(schema);
			if (identity.isNode(value)) value = value.clone(schema);
			return new Pair(key, value);
		}
		toJSON(_, ctx) {
			const pair = ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
			return addPairToJSMap.addPairToJSMap(ctx, pair, this);
		}
		toString(ctx, onComment, onChompKeep) {
			return ctx?.doc ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep) : JSON.stringify(this);
		}
	};
	exports.Pair = Pair;
	exports.createPair = createPair;
}));
// node_modules/yaml/dist/stringify/stringifyCollection.js
var require_stringifyCollection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyCollection(collection, ctx, options) {
		return (ctx.inFlow ?? collection.flow ? stringifyFlowCollection : stringifyBlockCollection)(collection, ctx, options);
	}
	function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
		const { indent, options: { commentString } } = ctx;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			type: null
		});
		let chompKeep = false;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (!chompKeep && item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (!chompKeep && ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
				}
			}
			chompKeep = false;
			let str = stringify.stringify(item, itemCtx, () => comment = null, () => chompKeep = true);
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			if (chompKeep && comment) chompKeep = false;
			lines.push(blockItemPrefix + str);
		}
		let str;
		if (lines.length === 0) str = flowChars.start + flowChars.end;
		else {
			str = lines[0];
			for (let i = 1; i < lines.length; ++i) {
				const line = lines[i];
				str += line ? `\n${indent}${line}` : "\n";
			}
		}
		if (comment) {
			str += "\n" + stringifyComment.indentComment(commentString(comment), indent);
			if (onComment) onComment();
		} else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
		const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
		itemIndent += indentStep;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			inFlow: true,
			type: null
		});
		let reqNewline = false;
		let linesAtValue = 0;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, false);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, false);
					if (ik.comment) reqNewline = true;
				}
				const iv = identity.isNode(item.value) ? item.value : null;
				if (iv) {
					if (iv.comment) comment = iv.comment;
					if (iv.commentBefore) reqNewline = true;
				} else if (item.value == null && ik?.comment) comment = ik.comment;
			}
			if (comment) reqNewline = true;
			let str = stringify.stringify(item, itemCtx, () => comment = null);
			reqNewline || (reqNewline = lines.length > linesAtValue || str.includes("\n"));
			if (i < items.length - 1) str += ",";
			else if (ctx.options.trailingComma) {
				if (ctx.options.lineWidth > 0) reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) + (str.length + 2) > ctx.options.lineWidth);
				if (reqNewline) str += ",";
			}
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			lines.push(str);
			linesAtValue = lines.length;
		}
		const { start, end } = flowChars;
		if (lines.length === 0) return start + end;
		else {
			if (!reqNewline) {
				const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
				reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
			}
			if (reqNewline) {
				let str = start;
				for (const line of lines) str += line ? `\n${indentStep}${indent}${line}` : "\n";
				return `${str}\n${indent}${end}`;
			} else return `${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`;
		}
	}
	function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
		if (comment && chompKeep) comment = comment.replace(/^\n+/, "");
		if (comment) {
			const ic = stringifyComment.indentComment(commentString(comment), indent);
			lines.push(ic.trimStart());
		}
	}
	exports.stringifyCollection = stringifyCollection;
}));
// node_modules/yaml/dist/nodes/YAMLMap.js
var require_YAMLMap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyCollection = require_stringifyCollection();
	var addPairToJSMap = require_addPairToJSMap();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	function findPair(items, key) {
		const k = identity.isScalar(key) ? key.value : key;
		for (const it of items) if (identity.isPair(it)) {
			if (it.key === key || it.key === k) return it;
			if (identity.isScalar(it.key) && it.key.value === k) return it;
		}
	}
	var YAMLMap = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:map";
		}
		constructor(schema) {
			super(identity.MAP, schema);
			this.items = [];
		}
		/**
		* A generic collection parsing method that can be extended
		* to other node classes that inherit from YAMLMap
		*/
		static from(schema, obj, ctx) {
			const { keepUndefined, replacer } = ctx;
			const map = new this(schema);
			const add = (key, value) => {
				if (typeof replacer === "function") value = replacer.call(obj, key, value);
				else if (Array.isArray(replacer) && !replacer.includes(key)) return;
				if (value !== void 0 || keepUndefined) map.items.push(Pair.createPair(key, value, ctx));
			};
			if (obj instanceof Map) for (const [key, value] of obj) add(key, value);
			else if (obj && typeof obj === "object") for (const key of Object.keys(obj)) add(key, obj[key]);
			if (typeof schema.sortMapEntries === "function") map.items.sort(schema.sortMapEntries);
			return map;
		}
		/**
		* Adds a value to the collection.
		*
		* @param overwrite - If not set `true`, using a key that is already in the
		*   collection will throw. Otherwise, overwrites the previous value.
		*/
		add(pair, overwrite) {
			let _pair;
			if (identity.isPair(pair)) _pair = pair;
			else if (!pair || typeof pair !== "object" || !("key" in pair)) _pair = new Pair.Pair(pair, pair?.value);
			else _pair = new Pair.Pair(pair.key, pair.value);
			const prev = findPair(this.items, _pair.key);
			const sortEntries = this.schema?.sortMapEntries;
			if (prev) {
				if (!overwrite) throw new Error(`Key ${_pair.key} already set`);
				if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value)) prev.value.value = _pair.value;
				else prev.value = _pair.value;
			} else if (sortEntries) {
				const i = this.items.findIndex((item) => sortEntries(_pair, item) < 0);
				if (i === -1) this.items.push(_pair);
				else this.items.splice(i, 0, _pair);
			} else this.items.push(_pair);
		}
		delete(key) {
			const it = findPair(this.items, key);
			if (!it) return false;
			return this.items.splice(this.items.indexOf(it), 1).length > 0;
		}
		get(key, keepScalar) {
			const node = findPair(this.items, key)?.value;
			return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? void 0;
		}
		has(key) {
			return !!findPair(this.items, key);
		}
		set(key, value) {
			this.add(new Pair.Pair(key, value), true);
		}
		/**
		* @param ctx - Conversion context, originally set in Document#toJS()
		* @param {Class} Type - If set, forces the returned collection type
		* @returns Instance of Type, Map, or Object
		*/
		toJSON(_, ctx, Type) {
			const map = Type ? new Type() : ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const item of this.items) addPairToJSMap.addPairToJSMap(ctx, map, item);
			return map;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			for (const item of this.items) if (!identity.isPair(item)) throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
			if (!ctx.allNullValues && this.hasAllNullValues(false)) ctx = Object.assign({}, ctx, { allNullValues: true });
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "",
				flowChars: {
					start: "{",
					end: "}"
				},
				itemIndent: ctx.indent || "",
				onChompKeep,
				onComment
			});
		}
	};
	exports.YAMLMap = YAMLMap;
	exports.findPair = findPair;
}));
// node_modules/yaml/dist/schema/common/map.js
var require_map = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLMap = require_YAMLMap();
	exports.map = {
		collection: "map",
		default: true,
		nodeClass: YAMLMap.YAMLMap,
		tag: "tag:yaml.org,2002:map",
		resolve(map, onError) {
			if (!identity.isMap(map)) onError("Expected a mapping for this tag");
			return map;
		},
		createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
	};
}));
// node_modules/yaml/dist/nodes/YAMLSeq.js
var require_YAMLSeq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyCollection = require_stringifyCollection();
	var Collection = require_Collection();
	var identity = require_identity();
	var Scalar = require_Scalar();
	var toJS = require_toJS();
	var YAMLSeq = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:seq";
		}
		constructor(schema) {
			super(identity.SEQ, schema);
			this.items = [];
		}
		add(value) {
			this.items.push(value);
		}
		/**
		* Removes a value from the collection.
		*
		* `key` must contain a representation of an integer for this to succeed.
		* It may be wrapped in a `Scalar`.
		*
		* @returns `true` if the item was found and removed.
		*/
		delete(key) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return false;
			return this.items.splice(idx, 1).length > 0;
		}
		get(key, keepScalar) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return void 0;
			const it = this.items[idx];
			return !keepScalar && identity.isScalar(it) ? it.value : it;
		}
		/**
		* Checks if the collection includes a value with the key `key`.
		*
		* `key` must contain a representation of an integer for this to succeed.
		* It may be wrapped in a `Scalar`.
		*/
		has(key) {
			const idx = asItemIndex(key);
			return typeof idx === "number" && idx < this.items.length;
		}
		/**
		* Sets a value in this collection. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*
		* If `key` does not contain a representation of an integer, this will throw.
		* It may be wrapped in a `Scalar`.
		*/
		set(key, value) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") throw new Error(`Expected a valid index, not ${key}.`);
			const prev = this.items[idx];
			if (identity.isScalar(prev) && Scalar.isScalarValue(value)) prev.value = value;
			else this.items[idx] = value;
		}
		toJSON(_, ctx) {
			const seq = [];
			if (ctx?.onCreate) ctx.onCreate(seq);
			let i = 0;
			for (const item of this.items) seq.push(toJS.toJS(item, String(i++), ctx));
			return seq;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "- ",
				flowChars: {
					start: "[",
					end: "]"
				},
				itemIndent: (ctx.indent || "") + "  ",
				onChompKeep,
				onComment
			});
		}
		static from(schema, obj, ctx) {
			const { replacer } = ctx;
			const seq = new this(schema);
			if (obj && Symbol.iterator in Object(obj)) {
				let i = 0;
				for (let it of obj) {
					if (typeof replacer === "function") {
						const key = obj instanceof Set ? it : String(i++);
						it = replacer.call(obj, key, it);
					}
					seq.items.push(createNode.createNode(it, void 0, ctx));
				}
			}
			return seq;
		}
	};
	function asItemIndex(key) {
		let idx = identity.isScalar(key) ? key.value : key;
		if (idx && typeof idx === "string") idx = Number(idx);
		return typeof idx === "number" && Number.isInteger(idx) && idx >= 0 ? idx : null;
	}
	exports.YAMLSeq = YAMLSeq;
}));
// node_modules/yaml/dist/schema/common/seq.js
var require_seq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLSeq = require_YAMLSeq();
	exports.seq = {
		collection: "seq",
		default: true,
		nodeClass: YAMLSeq.YAMLSeq,
		tag: "tag:yaml.org,2002:seq",
		resolve(seq, onError) {
			if (!identity.isSeq(seq)) onError("Expected a sequence for this tag");
			return seq;
		},
		createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
	};
}));
// node_modules/yaml/dist/schema/common/string.js
var require_string = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyString = require_stringifyString();
	exports.string = {
		identify: (value) => typeof value === "string",
		default: true,
		tag: "tag:yaml.org,2002:str",
		resolve: (str) => str,
		stringify(item, ctx, onComment, onChompKeep) {
			ctx = Object.assign({ actualString: true }, ctx);
			return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
		}
	};
}));
// node_modules/yaml/dist/schema/common/null.js
var require_null = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var nullTag = {
		identify: (value) => value == null,
		createNode: () => new Scalar.Scalar(null),
		default: true,
		tag: "tag:yaml.org,2002:null",
		test: /^(?:~|[Nn]ull|NULL)?$/,
		resolve: () => new Scalar.Scalar(null),
		stringify: ({ source }, ctx) => typeof source === "string" && nullTag.test.test(source) ? source : ctx.options.nullStr
	};
	exports.nullTag = nullTag;
}));
// node_modules/yaml/dist/schema/core/bool.js
var require_bool$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var boolTag = {
		identify: (value) => typeof value === "boolean",
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
		resolve: (str) => new Scalar.Scalar(str[0] === "t" || str[0] === "T"),
		stringify({ source, value }, ctx) {
			if (source && boolTag.test.test(source)) {
				if (value === (source[0] === "t" || source[0] === "T")) return source;
			}
			return value ? ctx.options.trueStr : ctx.options.falseStr;
		}
	};
	exports.boolTag = boolTag;
}));
// node_modules/yaml/dist/stringify/stringifyNumber.js
var require_stringifyNumber = /* @__PURE__ */ __commonJSMin(((exports) => {
	function stringifyNumber({ format, minFractionDigits, tag, value }) {
		if (typeof value === "bigint") return String(value);
		const num = typeof value === "number" ? value : Number(value);
		if (!isFinite(num)) return isNaN(num) ? ".nan" : num < 0 ? "-.inf" : ".inf";
		let n = Object.is(value, -0) ? "-0" : JSON.stringify(value);
		if (!format && minFractionDigits && (!tag || tag === "tag:yaml.org,2002:float") && /^-?\d/.test(n) && !n.includes("e")) {
			let i = n.indexOf(".");
			if (i < 0) {
				i = n.length;
				n += ".";
			}
			let d = minFractionDigits - (n.length - i - 1);
			while (d-- > 0) n += "0";
		}
		return n;
	}
	exports.stringifyNumber = stringifyNumber;
}));
// node_modules/yaml/dist/schema/core/float.js
var require_float$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	var floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	var floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	exports.float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str));
			const dot = str.indexOf(".");
			if (dot !== -1 && str[str.length - 1] === "0") node.minFractionDigits = str.length - dot - 1;
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));
// node_modules/yaml/dist/schema/core/int.js
var require_int$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	var intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	var intResolve = (str, offset, radix, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix);
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value) && value >= 0) return prefix + value.toString(radix);
		return stringifyNumber.stringifyNumber(node);
	}
	var intOct = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^0o[0-7]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
		stringify: (node) => intStringify(node, 8, "0o")
	};
	var int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	var intHex = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^0x[0-9a-fA-F]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));
// node_modules/yaml/dist/schema/core/schema.js
var require_schema$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	exports.schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.boolTag,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float
	];
}));
// node_modules/yaml/dist/schema/json/schema.js
var require_schema$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var map = require_map();
	var seq = require_seq();
	function intIdentify(value) {
		return typeof value === "bigint" || Number.isInteger(value);
	}
	var stringifyJSON = ({ value }) => JSON.stringify(value);
	var jsonScalars = [
		{
			identify: (value) => typeof value === "string",
			default: true,
			tag: "tag:yaml.org,2002:str",
			resolve: (str) => str,
			stringify: stringifyJSON
		},
		{
			identify: (value) => value == null,
			createNode: () => new Scalar.Scalar(null),
			default: true,
			tag: "tag:yaml.org,2002:null",
			test: /^null$/,
			resolve: () => null,
			stringify: stringifyJSON
		},
		{
			identify: (value) => typeof value === "boolean",
			default: true,
			tag: "tag:yaml.org,2002:bool",
			test: /^true$|^false$/,
			resolve: (str) => str === "true",
			stringify: stringifyJSON
		},
		{
			identify: intIdentify,
			default: true,
			tag: "tag:yaml.org,2002:int",
			test: /^-?(?:0|[1-9][0-9]*)$/,
			resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
			stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
		},
		{
			identify: (value) => typeof value === "number",
			default: true,
			tag: "tag:yaml.org,2002:float",
			test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
			resolve: (str) => parseFloat(str),
			stringify: stringifyJSON
		}
	];
	exports.schema = [map.map, seq.seq].concat(jsonScalars, {
		default: true,
		tag: "",
		test: /^/,
		resolve(str, onError) {
			onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
			return str;
		}
	});
}));
// node_modules/yaml/dist/schema/yaml-1.1/binary.js
var require_binary = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_buffer = __require("buffer");
	var Scalar = require_Scalar();
	var stringifyString = require_stringifyString();
	exports.binary = {
		identify: (value) => value instanceof Uint8Array,
		default: false,
		tag: "tag:yaml.org,2002:binary",
		/**
		* Returns a Buffer in node and an Uint8Array in browsers
		*
		* To use the resulting buffer as an image, you'll want to do something like:
		*
		*   const blob = new Blob([buffer], { type: 'image/jpeg' })
		*   document.querySelector('#photo').src = URL.createObjectURL(blob)
		*/
		resolve(src, onError) {
			if (typeof node_buffer.Buffer === "function") return node_buffer.Buffer.from(src, "base64");
			else if (typeof atob === "function") {
				const str = atob(src.replace(/[\n\r]/g, ""));
				const buffer = new Uint8Array(str.length);
				for (let i = 0; i < str.length; ++i) buffer[i] = str.charCodeAt(i);
				return buffer;
			} else {
				onError("This environment does not support reading binary tags; either Buffer or atob is required");
				return src;
			}
		},
		stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
			if (!value) return "";
			const buf = value;
			let str;
			if (typeof node_buffer.Buffer === "function") str = buf instanceof node_buffer.Buffer ? buf.toString("base64") : node_buffer.Buffer.from(buf.buffer).toString("base64");
			else if (typeof btoa === "function") {
				let s = "";
				for (let i = 0; i < buf.length; ++i) s += String.fromCharCode(buf[i]);
				str = btoa(s);
			} else throw new Error("This environment does not support writing binary tags; either Buffer or btoa is required");
			type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
			if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
				const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
				const n = Math.ceil(str.length / lineWidth);
				const lines = new Array(n);
				for (let i = 0, o = 0; i < n; ++i, o += lineWidth) lines[i] = str.substr(o, lineWidth);
				str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? "\n" : " ");
			}
			return stringifyString.stringifyString({
				comment,
				type,
				value: str
			}, ctx, onComment, onChompKeep);
		}
	};
}));
// node_modules/yaml/dist/schema/yaml-1.1/pairs.js
var require_pairs = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLSeq = require_YAMLSeq();
	function resolvePairs(seq, onError) {
		if (identity.isSeq(seq)) for (let i = 0; i < seq.items.length; ++i) {
			let item = seq.items[i];
			if (identity.isPair(item)) continue;
			else if (identity.isMap(item)) {
				if (item.items.length > 1) onError("Each pair must have its own sequence indicator");
				const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
				if (item.commentBefore) pair.key.commentBefore = pair.key.commentBefore ? `${item.commentBefore}\n${pair.key.commentBefore}` : item.commentBefore;
				if (item.comment) {
					const cn = pair.value ?? pair.key;
					cn.comment = cn.comment ? `${item.comment}\n${cn.comment}` : item.comment;
				}
				item = pair;
			}
			seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
		}
		else onError("Expected a sequence for this tag");
		return seq;
	}
	function createPairs(schema, iterable, ctx) {
		const { replacer } = ctx;
		const pairs = new YAMLSeq.YAMLSeq(schema);
		pairs.tag = "tag:yaml.org,2002:pairs";
		let i = 0;
		if (iterable && Symbol.iterator in Object(iterable)) for (let it of iterable) {
			if (typeof replacer === "function") it = replacer.call(iterable, String(i++), it);
			let key, value;
			if (Array.isArray(it)) {
				if (it.length === 2) {
					key = it[0];
					value = it[1];
				} else throw new TypeError(`Expected [key, value] tuple: ${it}`);
			} else if (it && it instanceof Object) {
				const keys = Object.keys(it);
				if (keys.length === 1) {
					key = keys[0];
					value = it[key];
				} else throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
			} else key = it;
			pairs.items.push(Pair.createPair(key, value, ctx));
		}
		return pairs;
	}
	var pairs = {
		collection: "seq",
		default: false,
		tag: "tag:yaml.org,2002:pairs",
		resolve: resolvePairs,
		createNode: createPairs
	};
	exports.createPairs = createPairs;
	exports.pairs = pairs;
	exports.resolvePairs = resolvePairs;
}));
// node_modules/yaml/dist/schema/yaml-1.1/omap.js
var require_omap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var toJS = require_toJS();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var pairs = require_pairs();
	var YAMLOMap = class YAMLOMap extends YAMLSeq.YAMLSeq {
		constructor() {
			super();
			this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
			this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
			this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
			this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
			this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
			this.tag = YAMLOMap.tag;
		}
		/**
		* If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
		* but TypeScript won't allow widening the signature of a child method.
		*/
		toJSON(_, ctx) {
			if (!ctx) return super.toJSON(_);
			const map = /* @__PURE__ */ new Map();
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const pair of this.items) {
				let key, value;
				if (identity.isPair(pair)) {
					key = toJS.toJS(pair.key, "", ctx);
					value = toJS.toJS(pair.value, key, ctx);
				} else key = toJS.toJS(pair, "", ctx);
				if (map.has(key)) throw new Error("Ordered maps must not include duplicate keys");
				map.set(key, value);
			}
			return map;
		}
		static from(schema, iterable, ctx) {
			const pairs$1 = pairs.createPairs(schema, iterable, ctx);
			const omap = new this();
			omap.items = pairs$1.items;
			return omap;
		}
	};
	YAMLOMap.tag = "tag:yaml.org,2002:omap";
	var omap = {
		collection: "seq",
		identify: (value) => value instanceof Map,
		nodeClass: YAMLOMap,
		default: false,
		tag: "tag:yaml.org,2002:omap",
		resolve(seq, onError) {
			const pairs$1 = pairs.resolvePairs(seq, onError);
			const seenKeys = [];
			for (const { key } of pairs$1.items) if (identity.isScalar(key)) {
				if (seenKeys.includes(key.value)) onError(`Ordered maps must not include duplicate keys: ${key.value}`);
				else seenKeys.push(key.value);
			}
			return Object.assign(new YAMLOMap(), pairs$1);
		},
		createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
	};
	exports.YAMLOMap = YAMLOMap;
	exports.omap = omap;
}));
// node_modules/yaml/dist/schema/yaml-1.1/bool.js
var require_bool = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function boolStringify({ value, source }, ctx) {
		if (source && (value ? trueTag : falseTag).test.test(source)) return source;
		return value ? ctx.options.trueStr : ctx.options.falseStr;
	}
	var trueTag = {
		identify: (value) => value === true,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
		resolve: () => new Scalar.Scalar(true),
		stringify: boolStringify
	};
	var falseTag = {
		identify: (value) => value === false,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
		resolve: () => new Scalar.Scalar(false),
		stringify: boolStringify
	};
	exports.falseTag = falseTag;
	exports.trueTag = trueTag;
}));
// node_modules/yaml/dist/schema/yaml-1.1/float.js
var require_float = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	var floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	var floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str.replace(/_/g, "")),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	exports.float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, "")));
			const dot = str.indexOf(".");
			if (dot !== -1) {
				const f = str.substring(dot + 1).replace(/_/g, "");
				if (f[f.length - 1] === "0") node.minFractionDigits = f.length;
			}
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));
// node_modules/yaml/dist/schema/yaml-1.1/int.js
var require_int = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	var intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	function intResolve(str, offset, radix, { intAsBigInt }) {
		const sign = str[0];
		if (sign === "-" || sign === "+") offset += 1;
		str = str.substring(offset).replace(/_/g, "");
		if (intAsBigInt) {
			switch (radix) {
				case 2:
					str = `0b${str}`;
					break;
				case 8:
					str = `0o${str}`;
					break;
				case 16: str = `0x${str}`;
			}
			const n = BigInt(str);
			return sign === "-" ? BigInt(-1) * n : n;
		}
		const n = parseInt(str, radix);
		return sign === "-" ? -1 * n : n;
	}
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value)) {
			const str = value.toString(radix);
			return value < 0 ? "-" + prefix + str.substr(1) : prefix + str;
		}
		return stringifyNumber.stringifyNumber(node);
	}
	var intBin = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "BIN",
		test: /^[-+]?0b[0-1_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
		stringify: (node) => intStringify(node, 2, "0b")
	};
	var intOct = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^[-+]?0[0-7_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
		stringify: (node) => intStringify(node, 8, "0")
	};
	var int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9][0-9_]*$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	var intHex = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^[-+]?0x[0-9a-fA-F_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intBin = intBin;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));
// node_modules/yaml/dist/schema/yaml-1.1/set.js
var require_set = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSet = class YAMLSet extends YAMLMap.YAMLMap {
		constructor(schema) {
			super(schema);
			this.tag = YAMLSet.tag;
		}
		add(key) {
			let pair;
			if (identity.isPair(key)) pair = key;
			else if (key && typeof key === "object" && "key" in key && "value" in key && key.value === null) pair = new Pair.Pair(key.key, null);
			else pair = new Pair.Pair(key, null);
			if (!YAMLMap.findPair(this.items, pair.key)) this.items.push(pair);
		}
		/**
		* If `keepPair` is `true`, returns the Pair matching `key`.
		* Otherwise, returns the value of that Pair's key.
		*/
		get(key, keepPair) {
			const pair = YAMLMap.findPair(this.items, key);
			return !keepPair && identity.isPair(pair) ? identity.isScalar(pair.key) ? pair.key.value : pair.key : pair;
		}
		set(key, value) {
			if (typeof value !== "boolean") throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
			const prev = YAMLMap.findPair(this.items, key);
			if (prev && !value) this.items.splice(this.items.indexOf(prev), 1);
			else if (!prev && value) this.items.push(new Pair.Pair(key));
		}
		toJSON(_, ctx) {
			return super.toJSON(_, ctx, Set);
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			if (this.hasAllNullValues(true)) return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
			else throw new Error("Set items must all have null values");
		}
		static from(schema, iterable, ctx) {
			const { replacer } = ctx;
			const set = new this(schema);
			if (iterable && Symbol.iterator in Object(iterable)) for (let value of iterable) {
				if (typeof replacer === "function") value = replacer.call(iterable, value, value);
				set.items.push(Pair.createPair(value, null, ctx));
			}
			return set;
		}
	};
	YAMLSet.tag = "tag:yaml.org,2002:set";
	var set = {
		collection: "map",
		identify: (value) => value instanceof Set,
		nodeClass: YAMLSet,
		default: false,
		tag: "tag:yaml.org,2002:set",
		createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
		resolve(map, onError) {
			if (identity.isMap(map)) {
				if (map.hasAllNullValues(true)) return Object.assign(new YAMLSet(), map);
				else onError("Set items must all have null values");
			} else onError("Expected a mapping for this tag");
			return map;
		}
	};
	exports.YAMLSet = YAMLSet;
	exports.set = set;
}));
// node_modules/yaml/dist/schema/yaml-1.1/timestamp.js
var require_timestamp = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	/** Internal types handle bigint as number, because TS can't figure it out. */
	function parseSexagesimal(str, asBigInt) {
		const sign = str[0];
		const parts = sign === "-" || sign === "+" ? str.substring(1) : str;
		const num = (n) => asBigInt ? BigInt(n) : Number(n);
		const res = parts.replace(/_/g, "").split(":").reduce((res, p) => res * num(60) + num(p), num(0));
		return sign === "-" ? num(-1) * res : res;
	}
	/**
	* hhhh:mm:ss.sss
	*
	* Internal types handle bigint as number, because TS can't figure it out.
	*/
	function stringifySexagesimal(node) {
		let { value } = node;
		let num = (n) => n;
		if (typeof value === "bigint") num = (n) => BigInt(n);
		else if (isNaN(value) || !isFinite(value)) return stringifyNumber.stringifyNumber(node);
		let sign = "";
		if (value < 0) {
			sign = "-";
			value *= num(-1);
		}
		const _60 = num(60);
		const parts = [value % _60];
		if (value < 60) parts.unshift(0);
		else {
			value = (value - parts[0]) / _60;
			parts.unshift(value % _60);
			if (value >= 60) {
				value = (value - parts[0]) / _60;
				parts.unshift(value);
			}
		}
		return sign + parts.map((n) => String(n).padStart(2, "0")).join(":").replace(/000000\d*$/, "");
	}
	var intTime = {
		identify: (value) => typeof value === "bigint" || Number.isInteger(value),
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
		resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
		stringify: stringifySexagesimal
	};
	var floatTime = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
		resolve: (str) => parseSexagesimal(str, false),
		stringify: stringifySexagesimal
	};
	var timestamp = {
		identify: (value) => value instanceof Date,
		default: true,
		tag: "tag:yaml.org,2002:timestamp",
		test: RegExp("^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),
		resolve(str) {
			const match = str.match(timestamp.test);
			if (!match) throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");
			const [, year, month, day, hour, minute, second] = match.map(Number);
			const millisec = match[7] ? Number((match[7] + "00").substr(1, 3)) : 0;
			let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
			const tz = match[8];
			if (tz && tz !== "Z") {
				let d = parseSexagesimal(tz, false);
				if (Math.abs(d) < 30) d *= 60;
				date -= 6e4 * d;
			}
			return new Date(date);
		},
		stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, "") ?? ""
	};
	exports.floatTime = floatTime;
	exports.intTime = intTime;
	exports.timestamp = timestamp;
}));
// node_modules/yaml/dist/schema/yaml-1.1/schema.js
var require_schema = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var binary = require_binary();
	var bool = require_bool();
	var float = require_float();
	var int = require_int();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var set = require_set();
	var timestamp = require_timestamp();
	exports.schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.trueTag,
		bool.falseTag,
		int.intBin,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float,
		binary.binary,
		merge.merge,
		omap.omap,
		pairs.pairs,
		set.set,
		timestamp.intTime,
		timestamp.floatTime,
		timestamp.timestamp
	];
}));
// node_modules/yaml/dist/schema/tags.js
var require_tags = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	var schema = require_schema$2();
	var schema$1 = require_schema$1();
	var binary = require_binary();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var schema$2 = require_schema();
	var set = require_set();
	var timestamp = require_timestamp();
	var schemas = /* @__PURE__ */ new Map([
		["core", schema.schema],
		["failsafe", [
			map.map,
			seq.seq,
			string.string
		]],
		["json", schema$1.schema],
		["yaml11", schema$2.schema],
		["yaml-1.1", schema$2.schema]
	]);
	var tagsByName = {
		binary: binary.binary,
		bool: bool.boolTag,
		float: float.float,
		floatExp: float.floatExp,
		floatNaN: float.floatNaN,
		floatTime: timestamp.floatTime,
		int: int.int,
		intHex: int.intHex,
		intOct: int.intOct,
		intTime: timestamp.intTime,
		map: map.map,
		merge: merge.merge,
		null: _null.nullTag,
		omap: omap.omap,
		pairs: pairs.pairs,
		seq: seq.seq,
		set: set.set,
		timestamp: timestamp.timestamp
	};
	var coreKnownTags = {
		"tag:yaml.org,2002:binary": binary.binary,
		"tag:yaml.org,2002:merge": merge.merge,
		"tag:yaml.org,2002:omap": omap.omap,
		"tag:yaml.org,2002:pairs": pairs.pairs,
		"tag:yaml.org,2002:set": set.set,
		"tag:yaml.org,2002:timestamp": timestamp.timestamp
	};
	function getTags(customTags, schemaName, addMergeTag) {
		const schemaTags = schemas.get(schemaName);
		if (schemaTags && !customTags) return addMergeTag && !schemaTags.includes(merge.merge) ? schemaTags.concat(merge.merge) : schemaTags.slice();
		let tags = schemaTags;
		if (!tags) {
			if (Array.isArray(customTags)) tags = [];
			else {
				const keys = Array.from(schemas.keys()).filter((key) => key !== "yaml11").map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
			}
		}
		if (Array.isArray(customTags)) for (const tag of customTags) tags = tags.concat(tag);
		else if (typeof customTags === "function") tags = customTags(tags.slice());
		if (addMergeTag) tags = tags.concat(merge.merge);
		return tags.reduce((tags, tag) => {
			const tagObj = typeof tag === "string" ? tagsByName[tag] : tag;
			if (!tagObj) {
				const tagName = JSON.stringify(tag);
				const keys = Object.keys(tagsByName).map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
			}
			if (!tags.includes(tagObj)) tags.push(tagObj);
			return tags;
		}, []);
	}
	exports.coreKnownTags = coreKnownTags;
	exports.getTags = getTags;
}));
// node_modules/yaml/dist/schema/Schema.js
var require_Schema = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var map = require_map();
	var seq = require_seq();
	var string = require_string();
	var tags = require_tags();
	var sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
	exports.Schema = class Schema {
		constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
			this.compat = Array.isArray(compat) ? tags.getTags(compat, "compat") : compat ? tags.getTags(null, compat) : null;
			this.name = typeof schema === "string" && schema || "core";
			this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
			this.tags = tags.getTags(customTags, this.name, merge);
			this.toStringOptions = toStringDefaults ?? null;
			Object.defineProperty(this, identity.MAP, { value: map.map });
			Object.defineProperty(this, identity.SCALAR, { value: string.string });
			Object.defineProperty(this, identity.SEQ, { value: seq.seq });
			this.sortMapEntries = typeof sortMapEntries === "function" ? sortMapEntries : sortMapEntries === true ? sortMapEntriesByKey : null;
		}
		clone() {
			const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
			copy.tags = this.tags.slice();
			return copy;
		}
	};
}));
// node_modules/yaml/dist/stringify/stringifyDocument.js
var require_stringifyDocument = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyDocument(doc, options) {
		const lines = [];
		let hasDirectives = options.directives === true;
		if (options.directives !== false && doc.directives) {
			const dir = doc.directives.toString(doc);
			if (dir) {
				lines.push(dir);
				hasDirectives = true;
			} else if (doc.directives.docStart) hasDirectives = true;
		}
		if (hasDirectives) lines.push("---");
		const ctx = stringify.createStringifyContext(doc, options);
		const { commentString } = ctx.options;
		if (doc.commentBefore) {
			if (lines.length !== 1) lines.unshift("");
			const cs = commentString(doc.commentBefore);
			lines.unshift(stringifyComment.indentComment(cs, ""));
		}
		let chompKeep = false;
		let contentComment = null;
		if (doc.contents) {
			if (identity.isNode(doc.contents)) {
				if (doc.contents.spaceBefore && hasDirectives) lines.push("");
				if (doc.contents.commentBefore) {
					const cs = commentString(doc.contents.commentBefore);
					lines.push(stringifyComment.indentComment(cs, ""));
				}
				ctx.forceBlockIndent = !!doc.comment;
				contentComment = doc.contents.comment;
			}
			const onChompKeep = contentComment ? void 0 : () => chompKeep = true;
			let body = stringify.stringify(doc.contents, ctx, () => contentComment = null, onChompKeep);
			if (contentComment) body += stringifyComment.lineComment(body, "", commentString(contentComment));
			if ((body[0] === "|" || body[0] === ">") && lines[lines.length - 1] === "---") lines[lines.length - 1] = `--- ${body}`;
			else lines.push(body);
		} else lines.push(stringify.stringify(doc.contents, ctx));
		if (doc.directives?.docEnd) {
			if (doc.comment) {
				const cs = commentString(doc.comment);
				if (cs.includes("\n")) {
					lines.push("...");
					lines.push(stringifyComment.indentComment(cs, ""));
				} else lines.push(`... ${cs}`);
			} else lines.push("...");
		} else {
			let dc = doc.comment;
			if (dc && chompKeep) dc = dc.replace(/^\n+/, "");
			if (dc) {
				if ((!chompKeep || contentComment) && lines[lines.length - 1] !== "") lines.push("");
				lines.push(stringifyComment.indentComment(commentString(dc), ""));
			}
		}
		return lines.join("\n") + "\n";
	}
	exports.stringifyDocument = stringifyDocument;
}));
// node_modules/yaml/dist/doc/Document.js
var require_Document = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var toJS = require_toJS();
	var Schema = require_Schema();
	var stringifyDocument = require_stringifyDocument();
	var anchors = require_anchors();
	var applyReviver = require_applyReviver();
	var createNode = require_createNode();
	var directives = require_directives();
	var Document = class Document {
		constructor(value, replacer, options) {
			/** A comment before this Document */
			this.commentBefore = null;
			/** A comment immediately after this Document */
			this.comment = null;
			/** Errors encountered during parsing. */
			this.errors = [];
			/** Warnings encountered during parsing. */
			this.warnings = [];
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
			let _replacer = null;
			if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
			else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const opt = Object.assign({
				intAsBigInt: false,
				keepSourceTokens: false,
				logLevel: "warn",
				prettyErrors: true,
				strict: true,
				stringKeys: false,
				uniqueKeys: true,
				version: "1.2"
			}, options);
			this.options = opt;
			let { version } = opt;
			if (options?._directives) {
				this.directives = options._directives.atDocument();
				if (this.directives.yaml.explicit) version = this.directives.yaml.version;
			} else this.directives = new directives.Directives({ version });
			this.setSchema(version, options);
			this.contents = value === void 0 ? null : this.createNode(value, _replacer, options);
		}
		/**
		* Create a deep copy of this Document and its contents.
		*
		* Custom Node values that inherit from `Object` still refer to their original instances.
		*/
		clone() {
			const copy = Object.create(Document.prototype, { [identity.NODE_TYPE]: { value: identity.DOC } });
			copy.commentBefore = this.commentBefore;
			copy.comment = this.comment;
			copy.errors = this.errors.slice();
			copy.warnings = this.warnings.slice();
			copy.options = Object.assign({}, this.options);
			if (this.directives) copy.directives = this.directives.clone();
			copy.schema = this.schema.clone();
			copy.contents = identity.isNode(this.contents) ? this.contents.clone(copy.schema) : this.contents;
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/** Adds a value to the document. */
		add(value) {
			if (assertCollection(this.contents)) this.contents.add(value);
		}
		/** Adds a value to the document. */
		addIn(path, value) {
			if (assertCollection(this.contents)) this.contents.addIn(path, value);
		}
		/**
		* Create a new `Alias` node, ensuring that the target `node` has the required anchor.
		*
		* If `node` already has an anchor, `name` is ignored.
		* Otherwise, the `node.anchor` value will be set to `name`,
		* or if an anchor with that name is already present in the document,
		* `name` will be used as a prefix for a new unique anchor.
		* If `name` is undefined, the generated anchor will use 'a' as a prefix.
		*/
		createAlias(node, name) {
			if (!node.anchor) {
				const prev = anchors.anchorNames(this);
				node.anchor = !name || prev.has(name) ? anchors.findNewAnchor(name || "a", prev) : name;
			}
			return new Alias.Alias(node.anchor);
		}
		createNode(value, replacer, options) {
			let _replacer = void 0;
			if (typeof replacer === "function") {
				value = replacer.call({ "": value }, "", value);
				_replacer = replacer;
			} else if (Array.isArray(replacer)) {
				const keyToStr = (v) => typeof v === "number" || v instanceof String || v instanceof Number;
				const asStr = replacer.filter(keyToStr).map(String);
				if (asStr.length > 0) replacer = replacer.concat(asStr);
				_replacer = replacer;
			} else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
			const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, anchorPrefix || "a");
			const ctx = {
				aliasDuplicateObjects: aliasDuplicateObjects ?? true,
				keepUndefined: keepUndefined ?? false,
				onAnchor,
				onTagObj,
				replacer: _replacer,
				schema: this.schema,
				sourceObjects
			};
			const node = createNode.createNode(value, tag, ctx);
			if (flow && identity.isCollection(node)) node.flow = true;
			setAnchors();
			return node;
		}
		/**
		* Convert a key and a value into a `Pair` using the current schema,
		* recursively wrapping all values as `Scalar` or `Collection` nodes.
		*/
		createPair(key, value, options = {}) {
			const k = this.createNode(key, null, options);
			const v = this.createNode(value, null, options);
			return new Pair.Pair(k, v);
		}
		/**
		* Removes a value from the document.
		* @returns `true` if the item was found and removed.
		*/
		delete(key) {
			return assertCollection(this.contents) ? this.contents.delete(key) : false;
		}
		/**
		* Removes a value from the document.
		* @returns `true` if the item was found and removed.
		*/
		deleteIn(path) {
			if (Collection.isEmptyPath(path)) {
				if (this.contents == null) return false;
				this.contents = null;
				return true;
			}
			return assertCollection(this.contents) ? this.contents.deleteIn(path) : false;
		}
		/**
		* Returns item at `key`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		get(key, keepScalar) {
			return identity.isCollection(this.contents) ? this.contents.get(key, keepScalar) : void 0;
		}
		/**
		* Returns item at `path`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		getIn(path, keepScalar) {
			if (Collection.isEmptyPath(path)) return !keepScalar && identity.isScalar(this.contents) ? this.contents.value : this.contents;
			return identity.isCollection(this.contents) ? this.contents.getIn(path, keepScalar) : void 0;
		}
		/**
		* Checks if the document includes a value with the key `key`.
		*/
		has(key) {
			return identity.isCollection(this.contents) ? this.contents.has(key) : false;
		}
		/**
		* Checks if the document includes a value at `path`.
		*/
		hasIn(path) {
			if (Collection.isEmptyPath(path)) return this.contents !== void 0;
			return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
		}
		/**
		* Sets a value in this document. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		set(key, value) {
			if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, [key], value);
			else if (assertCollection(this.contents)) this.contents.set(key, value);
		}
		/**
		* Sets a value in this document. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		setIn(path, value) {
			if (Collection.isEmptyPath(path)) this.contents = value;
			else if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
			else if (assertCollection(this.contents)) this.contents.setIn(path, value);
		}
		/**
		* Change the YAML version and schema used by the document.
		* A `null` version disables support for directives, explicit tags, anchors, and aliases.
		* It also requires the `schema` option to be given as a `Schema` instance value.
		*
		* Overrides all previously set schema options.
		*/
		setSchema(version, options = {}) {
			if (typeof version === "number") version = String(version);
			let opt;
			switch (version) {
				case "1.1":
					if (this.directives) this.directives.yaml.version = "1.1";
					else this.directives = new directives.Directives({ version: "1.1" });
					opt = {
						resolveKnownTags: false,
						schema: "yaml-1.1"
					};
					break;
				case "1.2":
				case "next":
					if (this.directives) this.directives.yaml.version = version;
					else this.directives = new directives.Directives({ version });
					opt = {
						resolveKnownTags: true,
						schema: "core"
					};
					break;
				case null:
					if (this.directives) delete this.directives;
					opt = null;
					break;
				default: {
					const sv = JSON.stringify(version);
					throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
				}
			}
			if (options.schema instanceof Object) this.schema = options.schema;
			else if (opt) this.schema = new Schema.Schema(Object.assign(opt, options));
			else throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
		}
		toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			const ctx = {
				anchors: /* @__PURE__ */ new Map(),
				doc: this,
				keep: !json,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this.contents, jsonArg ?? "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
		/**
		* A JSON representation of the document `contents`.
		*
		* @param jsonArg Used by `JSON.stringify` to indicate the array index or
		*   property name.
		*/
		toJSON(jsonArg, onAnchor) {
			return this.toJS({
				json: true,
				jsonArg,
				mapAsMap: false,
				onAnchor
			});
		}
		/** A YAML representation of the document. */
		toString(options = {}) {
			if (this.errors.length > 0) throw new Error("Document with errors cannot be stringified");
			if ("indent" in options && (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
				const s = JSON.stringify(options.indent);
				throw new Error(`"indent" option must be a positive integer, not ${s}`);
			}
			return stringifyDocument.stringifyDocument(this, options);
		}
	};
	function assertCollection(contents) {
		if (identity.isCollection(contents)) return true;
		throw new Error("Expected a YAML collection as document contents");
	}
	exports.Document = Document;
}));
// node_modules/yaml/dist/errors.js
var require_errors = /* @__PURE__ */ __commonJSMin(((exports) => {
	var YAMLError = class extends Error {
		constructor(name, pos, code, message) {
			super();
			this.name = name;
			this.code = code;
			this.message = message;
			this.pos = pos;
		}
	};
	var YAMLParseError = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLParseError", pos, code, message);
		}
	};
	var YAMLWarning = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLWarning", pos, code, message);
		}
	};
	var prettifyError = (src, lc) => (error) => {
		if (error.pos[0] === -1) return;
		error.linePos = error.pos.map((pos) => lc.linePos(pos));
		const { line, col } = error.linePos[0];
		error.message += ` at line ${line}, column ${col}`;
		let ci = col - 1;
		let lineStr = src.substring(lc.lineStarts[line - 1], lc.lineStarts[line]).replace(/[\n\r]+$/, "");
		if (ci >= 60 && lineStr.length > 80) {
			const trimStart = Math.min(ci - 39, lineStr.length - 79);
			lineStr = "…" + lineStr.substring(trimStart);
			ci -= trimStart - 1;
		}
		if (lineStr.length > 80) lineStr = lineStr.substring(0, 79) + "…";
		if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
			let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
			if (prev.length > 80) prev = prev.substring(0, 79) + "…\n";
			lineStr = prev + lineStr;
		}
		if (/[^ ]/.test(lineStr)) {
			let count = 1;
			const end = error.linePos[1];
			if (end?.line === line && end.col > col) count = Math.max(1, Math.min(end.col - col, 80 - ci));
			const pointer = " ".repeat(ci) + "^".repeat(count);
			error.message += `:\n\n${lineStr}\n${pointer}\n`;
		}
	};
	exports.YAMLError = YAMLError;
	exports.YAMLParseError = YAMLParseError;
	exports.YAMLWarning = YAMLWarning;
	exports.prettifyError = prettifyError;
}));
// node_modules/yaml/dist/compose/resolve-props.js
var require_resolve_props = /* @__PURE__ */ __commonJSMin(((exports) => {
	function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
		let spaceBefore = false;
		let atNewline = startOnNewline;
		let hasSpace = startOnNewline;
		let comment = "";
		let commentSep = "";
		let hasNewline = false;
		let reqSpace = false;
		let tab = null;
		let anchor = null;
		let tag = null;
		let newlineAfterProp = null;
		let comma = null;
		let found = null;
		let start = null;
		for (const token of tokens) {
			if (reqSpace) {
				if (token.type !== "space" && token.type !== "newline" && token.type !== "comma") onError(token.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
				reqSpace = false;
			}
			if (tab) {
				if (atNewline && token.type !== "comment" && token.type !== "newline") onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
				tab = null;
			}
			switch (token.type) {
				case "space":
					if (!flow && (indicator !== "doc-start" || next?.type !== "flow-collection") && token.source.includes("	")) tab = token;
					hasSpace = true;
					break;
				case "comment": {
					if (!hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					const cb = token.source.substring(1) || " ";
					if (!comment) comment = cb;
					else comment += commentSep + cb;
					commentSep = "";
					atNewline = false;
					break;
				}
				case "newline":
					if (atNewline) {
						if (comment) comment += token.source;
						else if (!found || indicator !== "seq-item-ind") spaceBefore = true;
					} else commentSep += token.source;
					atNewline = true;
					hasNewline = true;
					if (anchor || tag) newlineAfterProp = token;
					hasSpace = true;
					break;
				case "anchor":
					if (anchor) onError(token, "MULTIPLE_ANCHORS", "A node can have at most one anchor");
					if (token.source.endsWith(":")) onError(token.offset + token.source.length - 1, "BAD_ALIAS", "Anchor ending in : is ambiguous", true);
					anchor = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case "tag":
					if (tag) onError(token, "MULTIPLE_TAGS", "A node can have at most one tag");
					tag = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case indicator:
					if (anchor || tag) onError(token, "BAD_PROP_ORDER", `Anchors and tags must be after the ${token.source} indicator`);
					if (found) onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.source} in ${flow ?? "collection"}`);
					found = token;
					atNewline = indicator === "seq-item-ind" || indicator === "explicit-key-ind";
					hasSpace = false;
					break;
				case "comma": if (flow) {
					if (comma) onError(token, "UNEXPECTED_TOKEN", `Unexpected , in ${flow}`);
					comma = token;
					atNewline = false;
					hasSpace = false;
					break;
				}
				default:
					onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.type} token`);
					atNewline = false;
					hasSpace = false;
			}
		}
		const last = tokens[tokens.length - 1];
		const end = last ? last.offset + last.source.length : offset;
		if (reqSpace && next && next.type !== "space" && next.type !== "newline" && next.type !== "comma" && (next.type !== "scalar" || next.source !== "")) onError(next.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
		if (tab && (atNewline && tab.indent <= parentIndent || next?.type === "block-map" || next?.type === "block-seq")) onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
		return {
			comma,
			found,
			spaceBefore,
			comment,
			hasNewline,
			anchor,
			tag,
			newlineAfterProp,
			end,
			start: start ?? end
		};
	}
	exports.resolveProps = resolveProps;
}));
// node_modules/yaml/dist/compose/util-contains-newline.js
var require_util_contains_newline = /* @__PURE__ */ __commonJSMin(((exports) => {
	function containsNewline(key) {
		if (!key) return null;
		switch (key.type) {
			case "alias":
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				if (key.source.includes("\n")) return true;
				if (key.end) {
					for (const st of key.end) if (st.type === "newline") return true;
				}
				return false;
			case "flow-collection":
				for (const it of key.items) {
					for (const st of it.start) if (st.type === "newline") return true;
					if (it.sep) {
						for (const st of it.sep) if (st.type === "newline") return true;
					}
					if (containsNewline(it.key) || containsNewline(it.value)) return true;
				}
				return false;
			default: return true;
		}
	}
	exports.containsNewline = containsNewline;
}));
// node_modules/yaml/dist/compose/util-flow-indent-check.js
var require_util_flow_indent_check = /* @__PURE__ */ __commonJSMin(((exports) => {
	var utilContainsNewline = require_util_contains_newline();
	function flowIndentCheck(indent, fc, onError) {
		if (fc?.type === "flow-collection") {
			const end = fc.end[0];
			if (end.indent === indent && (end.source === "]" || end.source === "}") && utilContainsNewline.containsNewline(fc)) onError(end, "BAD_INDENT", "Flow end indicator should be more indented than parent", true);
		}
	}
	exports.flowIndentCheck = flowIndentCheck;
}));
// node_modules/yaml/dist/compose/util-map-includes.js
var require_util_map_includes = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	function mapIncludes(ctx, items, search) {
		const { uniqueKeys } = ctx.options;
		if (uniqueKeys === false) return false;
		const isEqual = typeof uniqueKeys === "function" ? uniqueKeys : (a, b) => a === b || identity.isScalar(a) && identity.isScalar(b) && a.value === b.value;
		return items.some((pair) => isEqual(pair.key, search));
	}
	exports.mapIncludes = mapIncludes;
}));
// node_modules/yaml/dist/compose/resolve-block-map.js
var require_resolve_block_map = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	var utilMapIncludes = require_util_map_includes();
	var startColMsg = "All mapping items must start at the same column";
	function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
		const map = new ((tag?.nodeClass) ?? YAMLMap.YAMLMap)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		let offset = bm.offset;
		let commentEnd = null;
		for (const collItem of bm.items) {
			const { start, key, sep, value } = collItem;
			const keyProps = resolveProps.resolveProps(start, {
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: bm.indent,
				startOnNewline: true
			});
			const implicitKey = !keyProps.found;
			if (implicitKey) {
				if (key) {
					if (key.type === "block-seq") onError(offset, "BLOCK_AS_IMPLICIT_KEY", "A block sequence may not be used as an implicit map key");
					else if ("indent" in key && key.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
				}
				if (!keyProps.anchor && !keyProps.tag && !sep) {
					commentEnd = keyProps.end;
					if (keyProps.comment) {
						if (map.comment) map.comment += "\n" + keyProps.comment;
						else map.comment = keyProps.comment;
					}
					continue;
				}
				if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) onError(key ?? start[start.length - 1], "MULTILINE_IMPLICIT_KEY", "Implicit keys need to be on a single line");
			} else if (keyProps.found?.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
			ctx.atKey = true;
			const keyStart = keyProps.end;
			const keyNode = key ? composeNode(ctx, key, keyProps, onError) : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
			ctx.atKey = false;
			if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
			const valueProps = resolveProps.resolveProps(sep ?? [], {
				indicator: "map-value-ind",
				next: value,
				offset: keyNode.range[2],
				onError,
				parentIndent: bm.indent,
				startOnNewline: !key || key.type === "block-scalar"
			});
			offset = valueProps.end;
			if (valueProps.found) {
				if (implicitKey) {
					if (value?.type === "block-map" && !valueProps.hasNewline) onError(offset, "BLOCK_AS_IMPLICIT_KEY", "Nested mappings are not allowed in compact mappings");
					if (ctx.options.strict && keyProps.start < valueProps.found.offset - 1024) onError(keyNode.range, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit block mapping key");
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
				if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
				offset = valueNode.range[2];
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			} else {
				if (implicitKey) onError(keyNode.range, "MISSING_CHAR", "Implicit map keys need to be followed by map values");
				if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			}
		}
		if (commentEnd && commentEnd < offset) onError(commentEnd, "IMPOSSIBLE", "Map comment with trailing content");
		map.range = [
			bm.offset,
			offset,
			commentEnd ?? offset
		];
		return map;
	}
	exports.resolveBlockMap = resolveBlockMap;
}));
// node_modules/yaml/dist/compose/resolve-block-seq.js
var require_resolve_block_seq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var YAMLSeq = require_YAMLSeq();
	var resolveProps = require_resolve_props();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
		const seq = new ((tag?.nodeClass) ?? YAMLSeq.YAMLSeq)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = bs.offset;
		let commentEnd = null;
		for (const { start, value } of bs.items) {
			const props = resolveProps.resolveProps(start, {
				indicator: "seq-item-ind",
				next: value,
				offset,
				onError,
				parentIndent: bs.indent,
				startOnNewline: true
			});
			if (!props.found) {
				if (props.anchor || props.tag || value) {
					if (value?.type === "block-seq") onError(props.end, "BAD_INDENT", "All sequence items must start at the same column");
					else onError(offset, "MISSING_CHAR", "Sequence item without - indicator");
				} else {
					commentEnd = props.end;
					if (props.comment) seq.comment = props.comment;
					continue;
				}
			}
			const node = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, start, null, props, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
			offset = node.range[2];
			seq.items.push(node);
		}
		seq.range = [
			bs.offset,
			offset,
			commentEnd ?? offset
		];
		return seq;
	}
	exports.resolveBlockSeq = resolveBlockSeq;
}));
// node_modules/yaml/dist/compose/resolve-end.js
var require_resolve_end = /* @__PURE__ */ __commonJSMin(((exports) => {
	function resolveEnd(end, offset, reqSpace, onError) {
		let comment = "";
		if (end) {
			let hasSpace = false;
			let sep = "";
			for (const token of end) {
				const { source, type } = token;
				switch (type) {
					case "space":
						hasSpace = true;
						break;
					case "comment": {
						if (reqSpace && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
						const cb = source.substring(1) || " ";
						if (!comment) comment = cb;
						else comment += sep + cb;
						sep = "";
						break;
					}
					case "newline":
						if (comment) sep += source;
						hasSpace = true;
						break;
					default: onError(token, "UNEXPECTED_TOKEN", `Unexpected ${type} at node end`);
				}
				offset += source.length;
			}
		}
		return {
			comment,
			offset
		};
	}
	exports.resolveEnd = resolveEnd;
}));
// node_modules/yaml/dist/compose/resolve-flow-collection.js
var require_resolve_flow_collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilMapIncludes = require_util_map_includes();
	var blockMsg = "Block collections are not allowed within flow collections";
	var isBlock = (token) => token && (token.type === "block-map" || token.type === "block-seq");
	function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
		const isMap = fc.start.source === "{";
		const fcName = isMap ? "flow map" : "flow sequence";
		const coll = new ((tag?.nodeClass) ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq))(ctx.schema);
		coll.flow = true;
		const atRoot = ctx.atRoot;
		if (atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = fc.offset + fc.start.source.length;
		for (let i = 0; i < fc.items.length; ++i) {
			const collItem = fc.items[i];
			const { start, key, sep, value } = collItem;
			const props = resolveProps.resolveProps(start, {
				flow: fcName,
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: fc.indent,
				startOnNewline: false
			});
			if (!props.found) {
				if (!props.anchor && !props.tag && !sep && !value) {
					if (i === 0 && props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
					else if (i < fc.items.length - 1) onError(props.start, "UNEXPECTED_TOKEN", `Unexpected empty item in ${fcName}`);
					if (props.comment) {
						if (coll.comment) coll.comment += "\n" + props.comment;
						else coll.comment = props.comment;
					}
					offset = props.end;
					continue;
				}
				if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key)) onError(key, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
			}
			if (i === 0) {
				if (props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
			} else {
				if (!props.comma) onError(props.start, "MISSING_CHAR", `Missing , between ${fcName} items`);
				if (props.comment) {
					let prevItemComment = "";
					loop: for (const st of start) switch (st.type) {
						case "comma":
						case "space": break;
						case "comment":
							prevItemComment = st.source.substring(1);
							break loop;
						default: break loop;
					}
					if (prevItemComment) {
						let prev = coll.items[coll.items.length - 1];
						if (identity.isPair(prev)) prev = prev.value ?? prev.key;
						if (prev.comment) prev.comment += "\n" + prevItemComment;
						else prev.comment = prevItemComment;
						props.comment = props.comment.substring(prevItemComment.length + 1);
					}
				}
			}
			if (!isMap && !sep && !props.found) {
				const valueNode = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, sep, null, props, onError);
				coll.items.push(valueNode);
				offset = valueNode.range[2];
				if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
			} else {
				ctx.atKey = true;
				const keyStart = props.end;
				const keyNode = key ? composeNode(ctx, key, props, onError) : composeEmptyNode(ctx, keyStart, start, null, props, onError);
				if (isBlock(key)) onError(keyNode.range, "BLOCK_IN_FLOW", blockMsg);
				ctx.atKey = false;
				const valueProps = resolveProps.resolveProps(sep ?? [], {
					flow: fcName,
					indicator: "map-value-ind",
					next: value,
					offset: keyNode.range[2],
					onError,
					parentIndent: fc.indent,
					startOnNewline: false
				});
				if (valueProps.found) {
					if (!isMap && !props.found && ctx.options.strict) {
						if (sep) for (const st of sep) {
							if (st === valueProps.found) break;
							if (st.type === "newline") {
								onError(st, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
								break;
							}
						}
						if (props.start < valueProps.found.offset - 1024) onError(valueProps.found, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key");
					}
				} else if (value) {
					if ("source" in value && value.source?.[0] === ":") onError(value, "MISSING_CHAR", `Missing space after : in ${fcName}`);
					else onError(valueProps.start, "MISSING_CHAR", `Missing , or : between ${fcName} items`);
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : valueProps.found ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError) : null;
				if (valueNode) {
					if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
				} else if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				if (isMap) {
					const map = coll;
					if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
					map.items.push(pair);
				} else {
					const map = new YAMLMap.YAMLMap(ctx.schema);
					map.flow = true;
					map.items.push(pair);
					const endRange = (valueNode ?? keyNode).range;
					map.range = [
						keyNode.range[0],
						endRange[1],
						endRange[2]
					];
					coll.items.push(map);
				}
				offset = valueNode ? valueNode.range[2] : valueProps.end;
			}
		}
		const expectedEnd = isMap ? "}" : "]";
		const [ce, ...ee] = fc.end;
		let cePos = offset;
		if (ce?.source === expectedEnd) cePos = ce.offset + ce.source.length;
		else {
			const name = fcName[0].toUpperCase() + fcName.substring(1);
			const msg = atRoot ? `${name} must end with a ${expectedEnd}` : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
			onError(offset, atRoot ? "MISSING_CHAR" : "BAD_INDENT", msg);
			if (ce && ce.source.length !== 1) ee.unshift(ce);
		}
		if (ee.length > 0) {
			const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
			if (end.comment) {
				if (coll.comment) coll.comment += "\n" + end.comment;
				else coll.comment = end.comment;
			}
			coll.range = [
				fc.offset,
				cePos,
				end.offset
			];
		} else coll.range = [
			fc.offset,
			cePos,
			cePos
		];
		return coll;
	}
	exports.resolveFlowCollection = resolveFlowCollection;
}));
// node_modules/yaml/dist/compose/compose-collection.js
var require_compose_collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveBlockMap = require_resolve_block_map();
	var resolveBlockSeq = require_resolve_block_seq();
	var resolveFlowCollection = require_resolve_flow_collection();
	function resolveCollection(CN, ctx, token, onError, tagName, tag) {
		const coll = token.type === "block-map" ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag) : token.type === "block-seq" ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag) : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
		const Coll = coll.constructor;
		if (tagName === "!" || tagName === Coll.tagName) {
			coll.tag = Coll.tagName;
			return coll;
		}
		if (tagName) coll.tag = tagName;
		return coll;
	}
	function composeCollection(CN, ctx, token, props, onError) {
		const tagToken = props.tag;
		const tagName = !tagToken ? null : ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg));
		if (token.type === "block-seq") {
			const { anchor, newlineAfterProp: nl } = props;
			const lastProp = anchor && tagToken ? anchor.offset > tagToken.offset ? anchor : tagToken : anchor ?? tagToken;
			if (lastProp && (!nl || nl.offset < lastProp.offset)) onError(lastProp, "MISSING_CHAR", "Missing newline after block sequence props");
		}
		const expType = token.type === "block-map" ? "map" : token.type === "block-seq" ? "seq" : token.start.source === "{" ? "map" : "seq";
		if (!tagToken || !tagName || tagName === "!" || tagName === YAMLMap.YAMLMap.tagName && expType === "map" || tagName === YAMLSeq.YAMLSeq.tagName && expType === "seq") return resolveCollection(CN, ctx, token, onError, tagName);
		let tag = ctx.schema.tags.find((t) => t.tag === tagName && t.collection === expType);
		if (!tag) {
			const kt = ctx.schema.knownTags[tagName];
			if (kt?.collection === expType) {
				ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
				tag = kt;
			} else {
				if (kt) onError(tagToken, "BAD_COLLECTION_TYPE", `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? "scalar"}`, true);
				else onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, true);
				return resolveCollection(CN, ctx, token, onError, tagName);
			}
		}
		const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
		const res = tag.resolve?.(coll, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg), ctx.options) ?? coll;
		const node = identity.isNode(res) ? res : new Scalar.Scalar(res);
		node.range = coll.range;
		node.tag = tagName;
		if (tag?.format) node.format = tag.format;
		return node;
	}
	exports.composeCollection = composeCollection;
}));
// node_modules/yaml/dist/compose/resolve-block-scalar.js
var require_resolve_block_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function resolveBlockScalar(ctx, scalar, onError) {
		const start = scalar.offset;
		const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
		if (!header) return {
			value: "",
			type: null,
			comment: "",
			range: [
				start,
				start,
				start
			]
		};
		const type = header.mode === ">" ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
		const lines = scalar.source ? splitLines(scalar.source) : [];
		let chompStart = lines.length;
		for (let i = lines.length - 1; i >= 0; --i) {
			const content = lines[i][1];
			if (content === "" || content === "\r") chompStart = i;
			else break;
		}
		if (chompStart === 0) {
			const value = header.chomp === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "";
			let end = start + header.length;
			if (scalar.source) end += scalar.source.length;
			return {
				value,
				type,
				comment: header.comment,
				range: [
					start,
					end,
					end
				]
			};
		}
		let trimIndent = scalar.indent + header.indent;
		let offset = scalar.offset + header.length;
		let contentStart = 0;
		for (let i = 0; i < chompStart; ++i) {
			const [indent, content] = lines[i];
			if (content === "" || content === "\r") {
				if (header.indent === 0 && indent.length > trimIndent) trimIndent = indent.length;
			} else {
				if (indent.length < trimIndent) onError(offset + indent.length, "MISSING_CHAR", "Block scalars with more-indented leading empty lines must use an explicit indentation indicator");
				if (header.indent === 0) trimIndent = indent.length;
				contentStart = i;
				if (trimIndent === 0 && !ctx.atRoot) onError(offset, "BAD_INDENT", "Block scalar values in collections must be indented");
				break;
			}
			offset += indent.length + content.length + 1;
		}
		for (let i = lines.length - 1; i >= chompStart; --i) if (lines[i][0].length > trimIndent) chompStart = i + 1;
		let value = "";
		let sep = "";
		let prevMoreIndented = false;
		for (let i = 0; i < contentStart; ++i) value += lines[i][0].slice(trimIndent) + "\n";
		for (let i = contentStart; i < chompStart; ++i) {
			let [indent, content] = lines[i];
			offset += indent.length + content.length + 1;
			const crlf = content[content.length - 1] === "\r";
			if (crlf) content = content.slice(0, -1);
			/* istanbul ignore if already caught in lexer */
			if (content && indent.length < trimIndent) {
				const message = `Block scalar lines must not be less indented than their ${header.indent ? "explicit indentation indicator" : "first line"}`;
				onError(offset - content.length - (crlf ? 2 : 1), "BAD_INDENT", message);
				indent = "";
			}
			if (type === Scalar.Scalar.BLOCK_LITERAL) {
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
			} else if (indent.length > trimIndent || content[0] === "	") {
				if (sep === " ") sep = "\n";
				else if (!prevMoreIndented && sep === "\n") sep = "\n\n";
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
				prevMoreIndented = true;
			} else if (content === "") {
				if (sep === "\n") value += "\n";
				else sep = "\n";
			} else {
				value += sep + content;
				sep = " ";
				prevMoreIndented = false;
			}
		}
		switch (header.chomp) {
			case "-": break;
			case "+":
				for (let i = chompStart; i < lines.length; ++i) value += "\n" + lines[i][0].slice(trimIndent);
				if (value[value.length - 1] !== "\n") value += "\n";
				break;
			default: value += "\n";
		}
		const end = start + header.length + scalar.source.length;
		return {
			value,
			type,
			comment: header.comment,
			range: [
				start,
				end,
				end
			]
		};
	}
	function parseBlockScalarHeader({ offset, props }, strict, onError) {
		/* istanbul ignore if should not happen */
		if (props[0].type !== "block-scalar-header") {
			onError(props[0], "IMPOSSIBLE", "Block scalar header not found");
			return null;
		}
		const { source } = props[0];
		const mode = source[0];
		let indent = 0;
		let chomp = "";
		let error = -1;
		for (let i = 1; i < source.length; ++i) {
			const ch = source[i];
			if (!chomp && (ch === "-" || ch === "+")) chomp = ch;
			else {
				const n = Number(ch);
				if (!indent && n) indent = n;
				else if (error === -1) error = offset + i;
			}
		}
		if (error !== -1) onError(error, "UNEXPECTED_TOKEN", `Block scalar header includes extra characters: ${source}`);
		let hasSpace = false;
		let comment = "";
		let length = source.length;
		for (let i = 1; i < props.length; ++i) {
			const token = props[i];
			switch (token.type) {
				case "space": hasSpace = true;
				case "newline":
					length += token.source.length;
					break;
				case "comment":
					if (strict && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					length += token.source.length;
					comment = token.source.substring(1);
					break;
				case "error":
					onError(token, "UNEXPECTED_TOKEN", token.message);
					length += token.source.length;
					break;
				/* istanbul ignore next should not happen */
				default: {
					onError(token, "UNEXPECTED_TOKEN", `Unexpected token in block scalar header: ${token.type}`);
					const ts = token.source;
					if (ts && typeof ts === "string") length += ts.length;
				}
			}
		}
		return {
			mode,
			indent,
			chomp,
			comment,
			length
		};
	}
	/** @returns Array of lines split up as `[indent, content]` */
	function splitLines(source) {
		const split = source.split(/\n( *)/);
		const first = split[0];
		const m = first.match(/^( *)/);
		const lines = [m?.[1] ? [m[1], first.slice(m[1].length)] : ["", first]];
		for (let i = 1; i < split.length; i += 2) lines.push([split[i], split[i + 1]]);
		return lines;
	}
	exports.resolveBlockScalar = resolveBlockScalar;
}));
// node_modules/yaml/dist/compose/resolve-flow-scalar.js
var require_resolve_flow_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var resolveEnd = require_resolve_end();
	function resolveFlowScalar(scalar, strict, onError) {
		const { offset, type, source, end } = scalar;
		let _type;
		let value;
		const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
		switch (type) {
			case "scalar":
				_type = Scalar.Scalar.PLAIN;
				value = plainValue(source, _onError);
				break;
			case "single-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_SINGLE;
				value = singleQuotedValue(source, _onError);
				break;
			case "double-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_DOUBLE;
				value = doubleQuotedValue(source, _onError);
				break;
			/* istanbul ignore next should not happen */
			default:
				onError(scalar, "UNEXPECTED_TOKEN", `Expected a flow scalar value, but found: ${type}`);
				return {
					value: "",
					type: null,
					comment: "",
					range: [
						offset,
						offset + source.length,
						offset + source.length
					]
				};
		}
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
		return {
			value,
			type: _type,
			comment: re.comment,
			range: [
				offset,
				valueEnd,
				re.offset
			]
		};
	}
	function plainValue(source, onError) {
		let badChar = "";
		switch (source[0]) {
			/* istanbul ignore next should not happen */
			case "	":
				badChar = "a tab character";
				break;
			case ",":
				badChar = "flow indicator character ,";
				break;
			case "%":
				badChar = "directive indicator character %";
				break;
			case "|":
			case ">":
				badChar = `block scalar indicator ${source[0]}`;
				break;
			case "@":
			case "`": badChar = `reserved character ${source[0]}`;
		}
		if (badChar) onError(0, "BAD_SCALAR_START", `Plain value cannot start with ${badChar}`);
		return unfoldLines(source);
	}
	function singleQuotedValue(source, onError) {
		if (source[source.length - 1] !== "'" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing 'quote");
		return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
	}
	function unfoldLines(source) {
		const line = /(.*?)\r?\n/sy;
		let match = line.exec(source);
		if (!match) return source;
		/**
		* The negative lookbehinds in these RegExps are to
		* prevent causing a polynomial search time in certain cases.
		*
		* The try-catch is for Safari < 16.4 and other old browsers:
		* https://caniuse.com/js-regexp-lookbehind
		*/
		let trimEnd, trimBoth;
		try {
			trimEnd = /* @__PURE__ */ new RegExp("(?<![ 	])[ 	]+$");
			trimBoth = /* @__PURE__ */ new RegExp("^[ 	]+|(?<![ 	])[ 	]+$", "g");
		} catch {
			trimEnd = /[ \t]+$/;
			trimBoth = /^[ \t]+|[ \t]+$/g;
		}
		let res = match[1].replace(trimEnd, "");
		let sep = " ";
		let pos = line.lastIndex;
		while (match = line.exec(source)) {
			const lm = match[1].replace(trimBoth, "");
			if (lm === "") {
				if (sep === "\n") res += sep;
				else sep = "\n";
			} else {
				res += sep + lm;
				sep = " ";
			}
			pos = line.lastIndex;
		}
		const last = /[ \t]*(.*)/sy;
		last.lastIndex = pos;
		match = last.exec(source);
		return res + sep + (match?.[1] ?? "");
	}
	function doubleQuotedValue(source, onError) {
		let res = "";
		for (let i = 1; i < source.length - 1; ++i) {
			const ch = source[i];
			if (ch === "\r" && source[i + 1] === "\n") continue;
			if (ch === "\n") {
				const { fold, offset } = foldNewline(source, i);
				res += fold;
				i = offset;
			} else if (ch === "\\") {
				let next = source[++i];
				const cc = escapeCodes[next];
				if (cc) res += cc;
				else if (next === "\n") {
					next = source[i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "\r" && source[i + 1] === "\n") {
					next = source[++i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "x" || next === "u" || next === "U") {
					const length = next === "x" ? 2 : next === "u" ? 4 : 8;
					res += parseCharCode(source, i + 1, length, onError);
					i += length;
				} else {
					const raw = source.substr(i - 1, 2);
					onError(i - 1, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
					res += raw;
				}
			} else if (ch === " " || ch === "	") {
				const wsStart = i;
				let next = source[i + 1];
				while (next === " " || next === "	") next = source[++i + 1];
				if (next !== "\n" && !(next === "\r" && source[i + 2] === "\n")) res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
			} else res += ch;
		}
		if (source[source.length - 1] !== "\"" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing \"quote");
		return res;
	}
	/**
	* Fold a single newline into a space, multiple newlines to N - 1 newlines.
	* Presumes `source[offset] === '\n'`
	*/
	function foldNewline(source, offset) {
		let fold = "";
		let ch = source[offset + 1];
		while (ch === " " || ch === "	" || ch === "\n" || ch === "\r") {
			if (ch === "\r" && source[offset + 2] !== "\n") break;
			if (ch === "\n") fold += "\n";
			offset += 1;
			ch = source[offset + 1];
		}
		if (!fold) fold = " ";
		return {
			fold,
			offset
		};
	}
	var escapeCodes = {
		"0": "\0",
		a: "\x07",
		b: "\b",
		e: "\x1B",
		f: "\f",
		n: "\n",
		r: "\r",
		t: "	",
		v: "\v",
		N: "",
		_: "\xA0",
		L: "\u2028",
		P: "\u2029",
		" ": " ",
		"\"": "\"",
		"/": "/",
		"\\": "\\",
		"	": "	"
	};
	function parseCharCode(source, offset, length, onError) {
		const cc = source.substr(offset, length);
		const code = cc.length === length && /^[0-9a-fA-F]+$/.test(cc) ? parseInt(cc, 16) : NaN;
		try {
			return String.fromCodePoint(code);
		} catch {
			const raw = source.substr(offset - 2, length + 2);
			onError(offset - 2, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
			return raw;
		}
	}
	exports.resolveFlowScalar = resolveFlowScalar;
}));
// node_modules/yaml/dist/compose/compose-scalar.js
var require_compose_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	function composeScalar(ctx, token, tagToken, onError) {
		const { value, type, comment, range } = token.type === "block-scalar" ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError) : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
		const tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null;
		let tag;
		if (ctx.options.stringKeys && ctx.atKey) tag = ctx.schema[identity.SCALAR];
		else if (tagName) tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
		else if (token.type === "scalar") tag = findScalarTagByTest(ctx, value, token, onError);
		else tag = ctx.schema[identity.SCALAR];
		let scalar;
		try {
			const res = tag.resolve(value, (msg) => onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), ctx.options);
			scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
		} catch (error) {
			const msg = error instanceof Error ? error.message : String(error);
			onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg);
			scalar = new Scalar.Scalar(value);
		}
		scalar.range = range;
		scalar.source = value;
		if (type) scalar.type = type;
		if (tagName) scalar.tag = tagName;
		if (tag.format) scalar.format = tag.format;
		if (comment) scalar.comment = comment;
		return scalar;
	}
	function findScalarTagByName(schema, value, tagName, tagToken, onError) {
		if (tagName === "!") return schema[identity.SCALAR];
		const matchWithTest = [];
		for (const tag of schema.tags) if (!tag.collection && tag.tag === tagName) {
			if (tag.default && tag.test) matchWithTest.push(tag);
			else return tag;
		}
		for (const tag of matchWithTest) if (tag.test?.test(value)) return tag;
		const kt = schema.knownTags[tagName];
		if (kt && !kt.collection) {
			schema.tags.push(Object.assign({}, kt, {
				default: false,
				test: void 0
			}));
			return kt;
		}
		onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, tagName !== "tag:yaml.org,2002:str");
		return schema[identity.SCALAR];
	}
	function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
		const tag = schema.tags.find((tag) => (tag.default === true || atKey && tag.default === "key") && tag.test?.test(value)) || schema[identity.SCALAR];
		if (schema.compat) {
			const compat = schema.compat.find((tag) => tag.default && tag.test?.test(value)) ?? schema[identity.SCALAR];
			if (tag.tag !== compat.tag) onError(token, "TAG_RESOLVE_FAILED", `Value may be parsed as either ${directives.tagString(tag.tag)} or ${directives.tagString(compat.tag)}`, true);
		}
		return tag;
	}
	exports.composeScalar = composeScalar;
}));
// node_modules/yaml/dist/compose/util-empty-scalar-position.js
var require_util_empty_scalar_position = /* @__PURE__ */ __commonJSMin(((exports) => {
	function emptyScalarPosition(offset, before, pos) {
		if (before) {
			pos ?? (pos = before.length);
			for (let i = pos - 1; i >= 0; --i) {
				let st = before[i];
				switch (st.type) {
					case "space":
					case "comment":
					case "newline":
						offset -= st.source.length;
						continue;
				}
				st = before[++i];
				while (st?.type === "space") {
					offset += st.source.length;
					st = before[++i];
				}
				break;
			}
		}
		return offset;
	}
	exports.emptyScalarPosition = emptyScalarPosition;
}));
// node_modules/yaml/dist/compose/compose-node.js
var require_compose_node = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var composeCollection = require_compose_collection();
	var composeScalar = require_compose_scalar();
	var resolveEnd = require_resolve_end();
	var utilEmptyScalarPosition = require_util_empty_scalar_position();
	var CN = {
		composeNode,
		composeEmptyNode
	};
	function composeNode(ctx, token, props, onError) {
		const atKey = ctx.atKey;
		const { spaceBefore, comment, anchor, tag } = props;
		let node;
		let isSrcToken = true;
		switch (token.type) {
			case "alias":
				node = composeAlias(ctx, token, onError);
				if (anchor || tag) onError(token, "ALIAS_PROPS", "An alias node must not specify any properties");
				break;
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "block-scalar":
				node = composeScalar.composeScalar(ctx, token, tag, onError);
				if (anchor) node.anchor = anchor.source.substring(1);
				break;
			case "block-map":
			case "block-seq":
			case "flow-collection":
				try {
					node = composeCollection.composeCollection(CN, ctx, token, props, onError);
					if (anchor) node.anchor = anchor.source.substring(1);
				} catch (error) {
					onError(token, "RESOURCE_EXHAUSTION", error instanceof Error ? error.message : String(error));
				}
				break;
			default:
				onError(token, "UNEXPECTED_TOKEN", token.type === "error" ? token.message : `Unsupported token (type: ${token.type})`);
				isSrcToken = false;
		}
		node ?? (node = composeEmptyNode(ctx, token.offset, void 0, null, props, onError));
		if (anchor && node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		if (atKey && ctx.options.stringKeys && (!identity.isScalar(node) || typeof node.value !== "string" || node.tag && node.tag !== "tag:yaml.org,2002:str")) onError(tag ?? token, "NON_STRING_KEY", "With stringKeys, all keys must be strings");
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			if (token.type === "scalar" && token.source === "") node.comment = comment;
			else node.commentBefore = comment;
		}
		if (ctx.options.keepSourceTokens && isSrcToken) node.srcToken = token;
		return node;
	}
	function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
		const token = {
			type: "scalar",
			offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
			indent: -1,
			source: ""
		};
		const node = composeScalar.composeScalar(ctx, token, tag, onError);
		if (anchor) {
			node.anchor = anchor.source.substring(1);
			if (node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		}
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			node.comment = comment;
			node.range[2] = end;
		}
		return node;
	}
	function composeAlias({ options }, { offset, source, end }, onError) {
		const alias = new Alias.Alias(source.substring(1));
		if (alias.source === "") onError(offset, "BAD_ALIAS", "Alias cannot be an empty string");
		if (alias.source.endsWith(":")) onError(offset + source.length - 1, "BAD_ALIAS", "Alias ending in : is ambiguous", true);
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
		alias.range = [
			offset,
			valueEnd,
			re.offset
		];
		if (re.comment) alias.comment = re.comment;
		return alias;
	}
	exports.composeEmptyNode = composeEmptyNode;
	exports.composeNode = composeNode;
}));
// node_modules/yaml/dist/compose/compose-doc.js
var require_compose_doc = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Document = require_Document();
	var composeNode = require_compose_node();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	function composeDoc(options, directives, { offset, start, value, end }, onError) {
		const opts = Object.assign({ _directives: directives }, options);
		const doc = new Document.Document(void 0, opts);
		const ctx = {
			atKey: false,
			atRoot: true,
			directives: doc.directives,
			options: doc.options,
			schema: doc.schema
		};
		const props = resolveProps.resolveProps(start, {
			indicator: "doc-start",
			next: value ?? end?.[0],
			offset,
			onError,
			parentIndent: 0,
			startOnNewline: true
		});
		if (props.found) {
			doc.directives.docStart = true;
			if (value && (value.type === "block-map" || value.type === "block-seq") && !props.hasNewline) onError(props.end, "MISSING_CHAR", "Block collection cannot start on same line with directives-end marker");
		}
		doc.contents = value ? composeNode.composeNode(ctx, value, props, onError) : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
		const contentEnd = doc.contents.range[2];
		const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
		if (re.comment) doc.comment = re.comment;
		doc.range = [
			offset,
			contentEnd,
			re.offset
		];
		return doc;
	}
	exports.composeDoc = composeDoc;
}));
// node_modules/yaml/dist/compose/composer.js
var require_composer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	var directives = require_directives();
	var Document = require_Document();
	var errors = require_errors();
	var identity = require_identity();
	var composeDoc = require_compose_doc();
	var resolveEnd = require_resolve_end();
	function getErrorPos(src) {
		if (typeof src === "number") return [src, src + 1];
		if (Array.isArray(src)) return src.length === 2 ? src : [src[0], src[1]];
		const { offset, source } = src;
		return [offset, offset + (typeof source === "string" ? source.length : 1)];
	}
	function parsePrelude(prelude) {
		let comment = "";
		let atComment = false;
		let afterEmptyLine = false;
		for (let i = 0; i < prelude.length; ++i) {
			const source = prelude[i];
			switch (source[0]) {
				case "#":
					comment += (comment === "" ? "" : afterEmptyLine ? "\n\n" : "\n") + (source.substring(1) || " ");
					atComment = true;
					afterEmptyLine = false;
					break;
				case "%":
					if (prelude[i + 1]?.[0] !== "#") i += 1;
					atComment = false;
					break;
				default:
					if (!atComment) afterEmptyLine = true;
					atComment = false;
			}
		}
		return {
			comment,
			afterEmptyLine
		};
	}
	/**
	* Compose a stream of CST nodes into a stream of YAML Documents.
	*
	* ```ts
	* import { Composer, Parser } from 'yaml'
	*
	* const src: string = ...
	* const tokens = new Parser().parse(src)
	* const docs = new Composer().compose(tokens)
	* ```
	*/
	var Composer = class {
		constructor(options = {}) {
			this.doc = null;
			this.atDirectives = false;
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
			this.onError = (source, code, message, warning) => {
				const pos = getErrorPos(source);
				if (warning) this.warnings.push(new errors.YAMLWarning(pos, code, message));
				else this.errors.push(new errors.YAMLParseError(pos, code, message));
			};
			this.directives = new directives.Directives({ version: options.version || "1.2" });
			this.options = options;
		}
		decorate(doc, afterDoc) {
			const { comment, afterEmptyLine } = parsePrelude(this.prelude);
			if (comment) {
				const dc = doc.contents;
				if (afterDoc) doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
				else if (afterEmptyLine || doc.directives.docStart || !dc) doc.commentBefore = comment;
				else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
					let it = dc.items[0];
					if (identity.isPair(it)) it = it.key;
					const cb = it.commentBefore;
					it.commentBefore = cb ? `${comment}\n${cb}` : comment;
				} else {
					const cb = dc.commentBefore;
					dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
				}
			}
			if (afterDoc) {
				for (let i = 0; i < this.errors.length; ++i) doc.errors.push(this.errors[i]);
				for (let i = 0; i < this.warnings.length; ++i) doc.warnings.push(this.warnings[i]);
			} else {
				doc.errors = this.errors;
				doc.warnings = this.warnings;
			}
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
		}
		/**
		* Current stream status information.
		*
		* Mostly useful at the end of input for an empty stream.
		*/
		streamInfo() {
			return {
				comment: parsePrelude(this.prelude).comment,
				directives: this.directives,
				errors: this.errors,
				warnings: this.warnings
			};
		}
		/**
		* Compose tokens into documents.
		*
		* @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
		* @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
		*/
		*compose(tokens, forceDoc = false, endOffset = -1) {
			for (const token of tokens) yield* this.next(token);
			yield* this.end(forceDoc, endOffset);
		}
		/** Advance the composer by one CST token. */
		*next(token) {
			if (node_process.env.LOG_STREAM) console.dir(token, { depth: null });
			switch (token.type) {
				case "directive":
					this.directives.add(token.source, (offset, message, warning) => {
						const pos = getErrorPos(token);
						pos[0] += offset;
						this.onError(pos, "BAD_DIRECTIVE", message, warning);
					});
					this.prelude.push(token.source);
					this.atDirectives = true;
					break;
				case "document": {
					const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
					if (this.atDirectives && !doc.directives.docStart) this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line");
					this.decorate(doc, false);
					if (this.doc) yield this.doc;
					this.doc = doc;
					this.atDirectives = false;
					break;
				}
				case "byte-order-mark":
				case "space": break;
				case "comment":
				case "newline":
					this.prelude.push(token.source);
					break;
				case "error": {
					const msg = token.source ? `${token.message}: ${JSON.stringify(token.source)}` : token.message;
					const error = new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg);
					if (this.atDirectives || !this.doc) this.errors.push(error);
					else this.doc.errors.push(error);
					break;
				}
				case "doc-end": {
					if (!this.doc) {
						this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", "Unexpected doc-end without preceding document"));
						break;
					}
					this.doc.directives.docEnd = true;
					const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
					this.decorate(this.doc, true);
					if (end.comment) {
						const dc = this.doc.comment;
						this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
					}
					this.doc.range[2] = end.offset;
					break;
				}
				default: this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", `Unsupported token ${token.type}`));
			}
		}
		/**
		* Call at end of input to yield any remaining document.
		*
		* @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
		* @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
		*/
		*end(forceDoc = false, endOffset = -1) {
			if (this.doc) {
				this.decorate(this.doc, true);
				yield this.doc;
				this.doc = null;
			} else if (forceDoc) {
				const opts = Object.assign({ _directives: this.directives }, this.options);
				const doc = new Document.Document(void 0, opts);
				if (this.atDirectives) this.onError(endOffset, "MISSING_CHAR", "Missing directives-end indicator line");
				doc.range = [
					0,
					endOffset,
					endOffset
				];
				this.decorate(doc, false);
				yield doc;
			}
		}
	};
	exports.Composer = Composer;
}));
// node_modules/yaml/dist/parse/cst-scalar.js
var require_cst_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	var errors = require_errors();
	var stringifyString = require_stringifyString();
	function resolveAsScalar(token, strict = true, onError) {
		if (token) {
			const _onError = (pos, code, message) => {
				const offset = typeof pos === "number" ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
				if (onError) onError(offset, code, message);
				else throw new errors.YAMLParseError([offset, offset + 1], code, message);
			};
			switch (token.type) {
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
				case "block-scalar": return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
			}
		}
		return null;
	}
	/**
	* Create a new scalar token with `value`
	*
	* Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
	* as this function does not support any schema operations and won't check for such conflicts.
	*
	* @param value The string representation of the value, which will have its content properly indented.
	* @param context.end Comments and whitespace after the end of the value, or after the block scalar header. If undefined, a newline will be added.
	* @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
	* @param context.indent The indent level of the token.
	* @param context.inFlow Is this scalar within a flow collection? This may affect the resolved type of the token's value.
	* @param context.offset The offset position of the token.
	* @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
	*/
	function createScalarToken(value, context) {
		const { implicitKey = false, indent, inFlow = false, offset = -1, type = "PLAIN" } = context;
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey,
			indent: indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		const end = context.end ?? [{
			type: "newline",
			offset: -1,
			indent,
			source: "\n"
		}];
		switch (source[0]) {
			case "|":
			case ">": {
				const he = source.indexOf("\n");
				const head = source.substring(0, he);
				const body = source.substring(he + 1) + "\n";
				const props = [{
					type: "block-scalar-header",
					offset,
					indent,
					source: head
				}];
				if (!addEndtoBlockProps(props, end)) props.push({
					type: "newline",
					offset: -1,
					indent,
					source: "\n"
				});
				return {
					type: "block-scalar",
					offset,
					indent,
					props,
					source: body
				};
			}
			case "\"": return {
				type: "double-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			case "'": return {
				type: "single-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			default: return {
				type: "scalar",
				offset,
				indent,
				source,
				end
			};
		}
	}
	/**
	* Set the value of `token` to the given string `value`, overwriting any previous contents and type that it may have.
	*
	* Best efforts are made to retain any comments previously associated with the `token`,
	* though all contents within a collection's `items` will be overwritten.
	*
	* Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
	* as this function does not support any schema operations and won't check for such conflicts.
	*
	* @param token Any token. If it does not include an `indent` value, the value will be stringified as if it were an implicit key.
	* @param value The string representation of the value, which will have its content properly indented.
	* @param context.afterKey In most cases, values after a key should have an additional level of indentation.
	* @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
	* @param context.inFlow Being within a flow collection may affect the resolved type of the token's value.
	* @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
	*/
	function setScalarValue(token, value, context = {}) {
		let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
		let indent = "indent" in token ? token.indent : null;
		if (afterKey && typeof indent === "number") indent += 2;
		if (!type) switch (token.type) {
			case "single-quoted-scalar":
				type = "QUOTE_SINGLE";
				break;
			case "double-quoted-scalar":
				type = "QUOTE_DOUBLE";
				break;
			case "block-scalar": {
				const header = token.props[0];
				if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
				type = header.source[0] === ">" ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
				break;
			}
			default: type = "PLAIN";
		}
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey: implicitKey || indent === null,
			indent: indent !== null && indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		switch (source[0]) {
			case "|":
			case ">":
				setBlockScalarValue(token, source);
				break;
			case "\"":
				setFlowScalarValue(token, source, "double-quoted-scalar");
				break;
			case "'":
				setFlowScalarValue(token, source, "single-quoted-scalar");
				break;
			default: setFlowScalarValue(token, source, "scalar");
		}
	}
	function setBlockScalarValue(token, source) {
		const he = source.indexOf("\n");
		const head = source.substring(0, he);
		const body = source.substring(he + 1) + "\n";
		if (token.type === "block-scalar") {
			const header = token.props[0];
			if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
			header.source = head;
			token.source = body;
		} else {
			const { offset } = token;
			const indent = "indent" in token ? token.indent : -1;
			const props = [{
				type: "block-scalar-header",
				offset,
				indent,
				source: head
			}];
			if (!addEndtoBlockProps(props, "end" in token ? token.end : void 0)) props.push({
				type: "newline",
				offset: -1,
				indent,
				source: "\n"
			});
			for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
			Object.assign(token, {
				type: "block-scalar",
				indent,
				props,
				source: body
			});
		}
	}
	/** @returns `true` if last token is a newline */
	function addEndtoBlockProps(props, end) {
		if (end) for (const st of end) switch (st.type) {
			case "space":
			case "comment":
				props.push(st);
				break;
			case "newline":
				props.push(st);
				return true;
		}
		return false;
	}
	function setFlowScalarValue(token, source, type) {
		switch (token.type) {
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				token.type = type;
				token.source = source;
				break;
			case "block-scalar": {
				const end = token.props.slice(1);
				let oa = source.length;
				if (token.props[0].type === "block-scalar-header") oa -= token.props[0].source.length;
				for (const tok of end) tok.offset += oa;
				delete token.props;
				Object.assign(token, {
					type,
					source,
					end
				});
				break;
			}
			case "block-map":
			case "block-seq": {
				const nl = {
					type: "newline",
					offset: token.offset + source.length,
					indent: token.indent,
					source: "\n"
				};
				delete token.items;
				Object.assign(token, {
					type,
					source,
					end: [nl]
				});
				break;
			}
			default: {
				const indent = "indent" in token ? token.indent : -1;
				const end = "end" in token && Array.isArray(token.end) ? token.end.filter((st) => st.type === "space" || st.type === "comment" || st.type === "newline") : [];
				for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
				Object.assign(token, {
					type,
					indent,
					source,
					end
				});
			}
		}
	}
	exports.createScalarToken = createScalarToken;
	exports.resolveAsScalar = resolveAsScalar;
	exports.setScalarValue = setScalarValue;
}));
// node_modules/yaml/dist/parse/cst-stringify.js
var require_cst_stringify = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Stringify a CST document, token, or collection item
	*
	* Fair warning: This applies no validation whatsoever, and
	* simply concatenates the sources in their logical order.
	*/
	var stringify = (cst) => "type" in cst ? stringifyToken(cst) : stringifyItem(cst);
	function stringifyToken(token) {
		switch (token.type) {
			case "block-scalar": {
				let res = "";
				for (const tok of token.props) res += stringifyToken(tok);
				return res + token.source;
			}
			case "block-map":
			case "block-seq": {
				let res = "";
				for (const item of token.items) res += stringifyItem(item);
				return res;
			}
			case "flow-collection": {
				let res = token.start.source;
				for (const item of token.items) res += stringifyItem(item);
				for (const st of token.end) res += st.source;
				return res;
			}
			case "document": {
				let res = stringifyItem(token);
				if (token.end) for (const st of token.end) res += st.source;
				return res;
			}
			default: {
				let res = token.source;
				if ("end" in token && token.end) for (const st of token.end) res += st.source;
				return res;
			}
		}
	}
	function stringifyItem({ start, key, sep, value }) {
		let res = "";
		for (const st of start) res += st.source;
		if (key) res += stringifyToken(key);
		if (sep) for (const st of sep) res += st.source;
		if (value) res += stringifyToken(value);
		return res;
	}
	exports.stringify = stringify;
}));
// node_modules/yaml/dist/parse/cst-visit.js
var require_cst_visit = /* @__PURE__ */ __commonJSMin(((exports) => {
	var BREAK = Symbol("break visit");
	var SKIP = Symbol("skip children");
	var REMOVE = Symbol("remove item");
	/**
	* Apply a visitor to a CST document or item.
	*
	* Walks through the tree (depth-first) starting from the root, calling a
	* `visitor` function with two arguments when entering each item:
	*   - `item`: The current item, which included the following members:
	*     - `start: SourceToken[]` – Source tokens before the key or value,
	*       possibly including its anchor or tag.
	*     - `key?: Token | null` – Set for pair values. May then be `null`, if
	*       the key before the `:` separator is empty.
	*     - `sep?: SourceToken[]` – Source tokens between the key and the value,
	*       which should include the `:` map value indicator if `value` is set.
	*     - `value?: Token` – The value of a sequence item, or of a map pair.
	*   - `path`: The steps from the root to the current node, as an array of
	*     `['key' | 'value', number]` tuples.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this token, continue with
	*      next sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current item, then continue with the next one
	*   - `number`: Set the index of the next step. This is useful especially if
	*     the index of the current token has changed.
	*   - `function`: Define the next visitor for this item. After the original
	*     visitor is called on item entry, next visitors are called after handling
	*     a non-empty `key` and when exiting the item.
	*/
	function visit(cst, visitor) {
		if ("type" in cst && cst.type === "document") cst = {
			start: cst.start,
			value: cst.value
		};
		_visit(Object.freeze([]), cst, visitor);
	}
	/** Terminate visit traversal completely */
	visit.BREAK = BREAK;
	/** Do not visit the children of the current item */
	visit.SKIP = SKIP;
	/** Remove the current item */
	visit.REMOVE = REMOVE;
	/** Find the item at `path` from `cst` as the root */
	visit.itemAtPath = (cst, path) => {
		let item = cst;
		for (const [field, index] of path) {
			const tok = item?.[field];
			if (tok && "items" in tok) item = tok.items[index];
			else return void 0;
		}
		return item;
	};
	/**
	* Get the immediate parent collection of the item at `path` from `cst` as the root.
	*
	* Throws an error if the collection is not found, which should never happen if the item itself exists.
	*/
	visit.parentCollection = (cst, path) => {
		const parent = visit.itemAtPath(cst, path.slice(0, -1));
		const field = path[path.length - 1][0];
		const coll = parent?.[field];
		if (coll && "items" in coll) return coll;
		throw new Error("Parent collection not found");
	};
	function _visit(path, item, visitor) {
		let ctrl = visitor(item, path);
		if (typeof ctrl === "symbol") return ctrl;
		for (const field of ["key", "value"]) {
			const token = item[field];
			if (token && "items" in token) {
				for (let i = 0; i < token.items.length; ++i) {
					const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						token.items.splice(i, 1);
						i -= 1;
					}
				}
				if (typeof ctrl === "function" && field === "key") ctrl = ctrl(item, path);
			}
		}
		return typeof ctrl === "function" ? ctrl(item, path) : ctrl;
	}
	exports.visit = visit;
}));
// node_modules/yaml/dist/parse/cst.js
var require_cst = /* @__PURE__ */ __commonJSMin(((exports) => {
	var cstScalar = require_cst_scalar();
	var cstStringify = require_cst_stringify();
	var cstVisit = require_cst_visit();
	/** The byte order mark */
	var BOM = "﻿";
	/** Start of doc-mode */
	var DOCUMENT = "";
	/** Unexpected end of flow-mode */
	var FLOW_END = "";
	/** Next token is a scalar value */
	var SCALAR = "";
	/** @returns `true` if `token` is a flow or block collection */
	var isCollection = (token) => !!token && "items" in token;
	/** @returns `true` if `token` is a flow or block scalar; not an alias */
	var isScalar = (token) => !!token && (token.type === "scalar" || token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar" || token.type === "block-scalar");
	/* istanbul ignore next */
	/** Get a printable representation of a lexer token */
	function prettyToken(token) {
		switch (token) {
			case BOM: return "<BOM>";
			case DOCUMENT: return "<DOC>";
			case FLOW_END: return "<FLOW_END>";
			case SCALAR: return "<SCALAR>";
			default: return JSON.stringify(token);
		}
	}
	/** Identify the type of a lexer token. May return `null` for unknown tokens. */
	function tokenType(source) {
		switch (source) {
			case BOM: return "byte-order-mark";
			case DOCUMENT: return "doc-mode";
			case FLOW_END: return "flow-error-end";
			case SCALAR: return "scalar";
			case "---": return "doc-start";
			case "...": return "doc-end";
			case "":
			case "\n":
			case "\r\n": return "newline";
			case "-": return "seq-item-ind";
			case "?": return "explicit-key-ind";
			case ":": return "map-value-ind";
			case "{": return "flow-map-start";
			case "}": return "flow-map-end";
			case "[": return "flow-seq-start";
			case "]": return "flow-seq-end";
			case ",": return "comma";
		}
		switch (source[0]) {
			case " ":
			case "	": return "space";
			case "#": return "comment";
			case "%": return "directive-line";
			case "*": return "alias";
			case "&": return "anchor";
			case "!": return "tag";
			case "'": return "single-quoted-scalar";
			case "\"": return "double-quoted-scalar";
			case "|":
			case ">": return "block-scalar-header";
		}
		return null;
	}
	exports.createScalarToken = cstScalar.createScalarToken;
	exports.resolveAsScalar = cstScalar.resolveAsScalar;
	exports.setScalarValue = cstScalar.setScalarValue;
	exports.stringify = cstStringify.stringify;
	exports.visit = cstVisit.visit;
	exports.BOM = BOM;
	exports.DOCUMENT = DOCUMENT;
	exports.FLOW_END = FLOW_END;
	exports.SCALAR = SCALAR;
	exports.isCollection = isCollection;
	exports.isScalar = isScalar;
	exports.prettyToken = prettyToken;
	exports.tokenType = tokenType;
}));
// node_modules/yaml/dist/parse/lexer.js
var require_lexer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var cst = require_cst();
	function isEmpty(ch) {
		switch (ch) {
			case void 0:
			case " ":
			case "\n":
			case "\r":
			case "	": return true;
			default: return false;
		}
	}
	var hexDigits = /* @__PURE__ */ new Set("0123456789ABCDEFabcdef");
	var tagChars = /* @__PURE__ */ new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
	var flowIndicatorChars = /* @__PURE__ */ new Set(",[]{}");
	var invalidAnchorChars = /* @__PURE__ */ new Set(" ,[]{}\n\r	");
	var isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
	/**
	* Splits an input string into lexical tokens, i.e. smaller strings that are
	* easily identifiable by `tokens.tokenType()`.
	*
	* Lexing starts always in a "stream" context. Incomplete input may be buffered
	* until a complete token can be emitted.
	*
	* In addition to slices of the original input, the following control characters
	* may also be emitted:
	*
	* - `\x02` (Start of Text): A document starts with the next token
	* - `\x18` (Cancel): Unexpected end of flow-mode (indicates an error)
	* - `\x1f` (Unit Separator): Next token is a scalar value
	* - `\u{FEFF}` (Byte order mark): Emitted separately outside documents
	*/
	var Lexer = class {
		constructor() {
			/**
			* Flag indicating whether the end of the current buffer marks the end of
			* all input
			*/
			this.atEnd = false;
			/**
			* Explicit indent set in block scalar header, as an offset from the current
			* minimum indent, so e.g. set to 1 from a header `|2+`. Set to -1 if not
			* explicitly set.
			*/
			this.blockScalarIndent = -1;
			/**
			* Block scalars that include a + (keep) chomping indicator in their header
			* include trailing empty lines, which are otherwise excluded from the
			* scalar's contents.
			*/
			this.blockScalarKeep = false;
			/** Current input */
			this.buffer = "";
			/**
			* Flag noting whether the map value indicator : can immediately follow this
			* node within a flow context.
			*/
			this.flowKey = false;
			/** Count of surrounding flow collection levels. */
			this.flowLevel = 0;
			/**
			* Minimum level of indentation required for next lines to be parsed as a
			* part of the current scalar value.
			*/
			this.indentNext = 0;
			/** Indentation level of the current line. */
			this.indentValue = 0;
			/** Position of the next \n character. */
			this.lineEndPos = null;
			/** Stores the state of the lexer if reaching the end of incpomplete input */
			this.next = null;
			/** A pointer to `buffer`; the current position of the lexer. */
			this.pos = 0;
		}
		/**
		* Generate YAML tokens from the `source` string. If `incomplete`,
		* a part of the last line may be left as a buffer for the next call.
		*
		* @returns A generator of lexical tokens
		*/
		*lex(source, incomplete = false) {
			if (source) {
				if (typeof source !== "string") throw TypeError("source is not a string");
				this.buffer = this.buffer ? this.buffer + source : source;
				this.lineEndPos = null;
			}
			this.atEnd = !incomplete;
			let next = this.next ?? "stream";
			while (next && (incomplete || this.hasChars(1))) next = yield* this.parseNext(next);
		}
		atLineEnd() {
			let i = this.pos;
			let ch = this.buffer[i];
			while (ch === " " || ch === "	") ch = this.buffer[++i];
			if (!ch || ch === "#" || ch === "\n") return true;
			if (ch === "\r") return this.buffer[i + 1] === "\n";
			return false;
		}
		charAt(n) {
			return this.buffer[this.pos + n];
		}
		continueScalar(offset) {
			let ch = this.buffer[offset];
			if (this.indentNext > 0) {
				let indent = 0;
				while (ch === " ") ch = this.buffer[++indent + offset];
				if (ch === "\r") {
					const next = this.buffer[indent + offset + 1];
					if (next === "\n" || !next && !this.atEnd) return offset + indent + 1;
				}
				return ch === "\n" || indent >= this.indentNext || !ch && !this.atEnd ? offset + indent : -1;
			}
			if (ch === "-" || ch === ".") {
				const dt = this.buffer.substr(offset, 3);
				if ((dt === "---" || dt === "...") && isEmpty(this.buffer[offset + 3])) return -1;
			}
			return offset;
		}
		getLine() {
			let end = this.lineEndPos;
			if (typeof end !== "number" || end !== -1 && end < this.pos) {
				end = this.buffer.indexOf("\n", this.pos);
				this.lineEndPos = end;
			}
			if (end === -1) return this.atEnd ? this.buffer.substring(this.pos) : null;
			if (this.buffer[end - 1] === "\r") end -= 1;
			return this.buffer.substring(this.pos, end);
		}
		hasChars(n) {
			return this.pos + n <= this.buffer.length;
		}
		setNext(state) {
			this.buffer = this.buffer.substring(this.pos);
			this.pos = 0;
			this.lineEndPos = null;
			this.next = state;
			return null;
		}
		peek(n) {
			return this.buffer.substr(this.pos, n);
		}
		*parseNext(next) {
			switch (next) {
				case "stream": return yield* this.parseStream();
				case "line-start": return yield* this.parseLineStart();
				case "block-start": return yield* this.parseBlockStart();
				case "doc": return yield* this.parseDocument();
				case "flow": return yield* this.parseFlowCollection();
				case "quoted-scalar": return yield* this.parseQuotedScalar();
				case "block-scalar": return yield* this.parseBlockScalar();
				case "plain-scalar": return yield* this.parsePlainScalar();
			}
		}
		*parseStream() {
			let line = this.getLine();
			if (line === null) return this.setNext("stream");
			if (line[0] === cst.BOM) {
				yield* this.pushCount(1);
				line = line.substring(1);
			}
			if (line[0] === "%") {
				let dirEnd = line.length;
				let cs = line.indexOf("#");
				while (cs !== -1) {
					const ch = line[cs - 1];
					if (ch === " " || ch === "	") {
						dirEnd = cs - 1;
						break;
					} else cs = line.indexOf("#", cs + 1);
				}
				while (true) {
					const ch = line[dirEnd - 1];
					if (ch === " " || ch === "	") dirEnd -= 1;
					else break;
				}
				const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
				yield* this.pushCount(line.length - n);
				this.pushNewline();
				return "stream";
			}
			if (this.atLineEnd()) {
				const sp = yield* this.pushSpaces(true);
				yield* this.pushCount(line.length - sp);
				yield* this.pushNewline();
				return "stream";
			}
			yield cst.DOCUMENT;
			return yield* this.parseLineStart();
		}
		*parseLineStart() {
			const ch = this.charAt(0);
			if (!ch && !this.atEnd) return this.setNext("line-start");
			if (ch === "-" || ch === ".") {
				if (!this.atEnd && !this.hasChars(4)) return this.setNext("line-start");
				const s = this.peek(3);
				if ((s === "---" || s === "...") && isEmpty(this.charAt(3))) {
					yield* this.pushCount(3);
					this.indentValue = 0;
					this.indentNext = 0;
					return s === "---" ? "doc" : "stream";
				}
			}
			this.indentValue = yield* this.pushSpaces(false);
			if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1))) this.indentNext = this.indentValue;
			return yield* this.parseBlockStart();
		}
		*parseBlockStart() {
			const [ch0, ch1] = this.peek(2);
			if (!ch1 && !this.atEnd) return this.setNext("block-start");
			if ((ch0 === "-" || ch0 === "?" || ch0 === ":") && isEmpty(ch1)) {
				const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
				this.indentNext = this.indentValue + 1;
				this.indentValue += n;
				return "block-start";
			}
			return "doc";
		}
		*parseDocument() {
			yield* this.pushSpaces(true);
			const line = this.getLine();
			if (line === null) return this.setNext("doc");
			let n = yield* this.pushIndicators();
			switch (line[n]) {
				case "#": yield* this.pushCount(line.length - n);
				case void 0:
					yield* this.pushNewline();
					return yield* this.parseLineStart();
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel = 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					return "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "doc";
				case "\"":
				case "'": return yield* this.parseQuotedScalar();
				case "|":
				case ">":
					n += yield* this.parseBlockScalarHeader();
					n += yield* this.pushSpaces(true);
					yield* this.pushCount(line.length - n);
					yield* this.pushNewline();
					return yield* this.parseBlockScalar();
				default: return yield* this.parsePlainScalar();
			}
		}
		*parseFlowCollection() {
			let nl, sp;
			let indent = -1;
			do {
				nl = yield* this.pushNewline();
				if (nl > 0) {
					sp = yield* this.pushSpaces(false);
					this.indentValue = indent = sp;
				} else sp = 0;
				sp += yield* this.pushSpaces(true);
			} while (nl + sp > 0);
			const line = this.getLine();
			if (line === null) return this.setNext("flow");
			if (indent !== -1 && indent < this.indentNext && line[0] !== "#" || indent === 0 && (line.startsWith("---") || line.startsWith("...")) && isEmpty(line[3])) {
				if (!(indent === this.indentNext - 1 && this.flowLevel === 1 && (line[0] === "]" || line[0] === "}"))) {
					this.flowLevel = 0;
					yield cst.FLOW_END;
					return yield* this.parseLineStart();
				}
			}
			let n = 0;
			while (line[n] === ",") {
				n += yield* this.pushCount(1);
				n += yield* this.pushSpaces(true);
				this.flowKey = false;
			}
			n += yield* this.pushIndicators();
			switch (line[n]) {
				case void 0: return "flow";
				case "#":
					yield* this.pushCount(line.length - n);
					return "flow";
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel += 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					this.flowKey = true;
					this.flowLevel -= 1;
					return this.flowLevel ? "flow" : "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "flow";
				case "\"":
				case "'":
					this.flowKey = true;
					return yield* this.parseQuotedScalar();
				case ":": {
					const next = this.charAt(1);
					if (this.flowKey || isEmpty(next) || next === ",") {
						this.flowKey = false;
						yield* this.pushCount(1);
						yield* this.pushSpaces(true);
						return "flow";
					}
				}
				default:
					this.flowKey = false;
					return yield* this.parsePlainScalar();
			}
		}
		*parseQuotedScalar() {
			const quote = this.charAt(0);
			let end = this.buffer.indexOf(quote, this.pos + 1);
			if (quote === "'") while (end !== -1 && this.buffer[end + 1] === "'") end = this.buffer.indexOf("'", end + 2);
			else while (end !== -1) {
				let n = 0;
				while (this.buffer[end - 1 - n] === "\\") n += 1;
				if (n % 2 === 0) break;
				end = this.buffer.indexOf("\"", end + 1);
			}
			const qb = this.buffer.substring(0, end);
			let nl = qb.indexOf("\n", this.pos);
			if (nl !== -1) {
				while (nl !== -1) {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = qb.indexOf("\n", cs);
				}
				if (nl !== -1) end = nl - (qb[nl - 1] === "\r" ? 2 : 1);
			}
			if (end === -1) {
				if (!this.atEnd) return this.setNext("quoted-scalar");
				end = this.buffer.length;
			}
			yield* this.pushToIndex(end + 1, false);
			return this.flowLevel ? "flow" : "doc";
		}
		*parseBlockScalarHeader() {
			this.blockScalarIndent = -1;
			this.blockScalarKeep = false;
			let i = this.pos;
			while (true) {
				const ch = this.buffer[++i];
				if (ch === "+") this.blockScalarKeep = true;
				else if (ch > "0" && ch <= "9") this.blockScalarIndent = Number(ch) - 1;
				else if (ch !== "-") break;
			}
			return yield* this.pushUntil((ch) => isEmpty(ch) || ch === "#");
		}
		*parseBlockScalar() {
			let nl = this.pos - 1;
			let indent = 0;
			let ch;
			loop: for (let i = this.pos; ch = this.buffer[i]; ++i) switch (ch) {
				case " ":
					indent += 1;
					break;
				case "\n":
					nl = i;
					indent = 0;
					break;
				case "\r": {
					const next = this.buffer[i + 1];
					if (!next && !this.atEnd) return this.setNext("block-scalar");
					if (next === "\n") break;
				}
				default: break loop;
			}
			if (!ch && !this.atEnd) return this.setNext("block-scalar");
			if (indent >= this.indentNext) {
				if (this.blockScalarIndent === -1) this.indentNext = indent;
				else this.indentNext = this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
				do {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = this.buffer.indexOf("\n", cs);
				} while (nl !== -1);
				if (nl === -1) {
					if (!this.atEnd) return this.setNext("block-scalar");
					nl = this.buffer.length;
				}
			}
			let i = nl + 1;
			ch = this.buffer[i];
			while (ch === " ") ch = this.buffer[++i];
			if (ch === "	") {
				while (ch === "	" || ch === " " || ch === "\r" || ch === "\n") ch = this.buffer[++i];
				nl = i - 1;
			} else if (!this.blockScalarKeep) do {
				let i = nl - 1;
				let ch = this.buffer[i];
				if (ch === "\r") ch = this.buffer[--i];
				const lastChar = i;
				while (ch === " ") ch = this.buffer[--i];
				if (ch === "\n" && i >= this.pos && i + 1 + indent > lastChar) nl = i;
				else break;
			} while (true);
			yield cst.SCALAR;
			yield* this.pushToIndex(nl + 1, true);
			return yield* this.parseLineStart();
		}
		*parsePlainScalar() {
			const inFlow = this.flowLevel > 0;
			let end = this.pos - 1;
			let i = this.pos - 1;
			let ch;
			while (ch = this.buffer[++i]) if (ch === ":") {
				const next = this.buffer[i + 1];
				if (isEmpty(next) || inFlow && flowIndicatorChars.has(next)) break;
				end = i;
			} else if (isEmpty(ch)) {
				let next = this.buffer[i + 1];
				if (ch === "\r") {
					if (next === "\n") {
						i += 1;
						ch = "\n";
						next = this.buffer[i + 1];
					} else end = i;
				}
				if (next === "#" || inFlow && flowIndicatorChars.has(next)) break;
				if (ch === "\n") {
					const cs = this.continueScalar(i + 1);
					if (cs === -1) break;
					i = Math.max(i, cs - 2);
				}
			} else {
				if (inFlow && flowIndicatorChars.has(ch)) break;
				end = i;
			}
			if (!ch && !this.atEnd) return this.setNext("plain-scalar");
			yield cst.SCALAR;
			yield* this.pushToIndex(end + 1, true);
			return inFlow ? "flow" : "doc";
		}
		*pushCount(n) {
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos += n;
				return n;
			}
			return 0;
		}
		*pushToIndex(i, allowEmpty) {
			const s = this.buffer.slice(this.pos, i);
			if (s) {
				yield s;
				this.pos += s.length;
				return s.length;
			} else if (allowEmpty) yield "";
			return 0;
		}
		*pushIndicators() {
			let n = 0;
			loop: while (true) {
				switch (this.charAt(0)) {
					case "!":
						n += yield* this.pushTag();
						n += yield* this.pushSpaces(true);
						continue loop;
					case "&":
						n += yield* this.pushUntil(isNotAnchorChar);
						n += yield* this.pushSpaces(true);
						continue loop;
					case "-":
					case "?":
					case ":": {
						const inFlow = this.flowLevel > 0;
						const ch1 = this.charAt(1);
						if (isEmpty(ch1) || inFlow && flowIndicatorChars.has(ch1)) {
							if (!inFlow) this.indentNext = this.indentValue + 1;
							else if (this.flowKey) this.flowKey = false;
							n += yield* this.pushCount(1);
							n += yield* this.pushSpaces(true);
							continue loop;
						}
					}
				}
				break loop;
			}
			return n;
		}
		*pushTag() {
			if (this.charAt(1) === "<") {
				let i = this.pos + 2;
				let ch = this.buffer[i];
				while (!isEmpty(ch) && ch !== ">") ch = this.buffer[++i];
				return yield* this.pushToIndex(ch === ">" ? i + 1 : i, false);
			} else {
				let i = this.pos + 1;
				let ch = this.buffer[i];
				while (ch) if (tagChars.has(ch)) ch = this.buffer[++i];
				else if (ch === "%" && hexDigits.has(this.buffer[i + 1]) && hexDigits.has(this.buffer[i + 2])) ch = this.buffer[i += 3];
				else break;
				return yield* this.pushToIndex(i, false);
			}
		}
		*pushNewline() {
			const ch = this.buffer[this.pos];
			if (ch === "\n") return yield* this.pushCount(1);
			else if (ch === "\r" && this.charAt(1) === "\n") return yield* this.pushCount(2);
			else return 0;
		}
		*pushSpaces(allowTabs) {
			let i = this.pos - 1;
			let ch;
			do
				ch = this.buffer[++i];
			while (ch === " " || allowTabs && ch === "	");
			const n = i - this.pos;
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos = i;
			}
			return n;
		}
		*pushUntil(test) {
			let i = this.pos;
			let ch = this.buffer[i];
			while (!test(ch)) ch = this.buffer[++i];
			return yield* this.pushToIndex(i, false);
		}
	};
	exports.Lexer = Lexer;
}));
// node_modules/yaml/dist/parse/line-counter.js
var require_line_counter = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Tracks newlines during parsing in order to provide an efficient API for
	* determining the one-indexed `{ line, col }` position for any offset
	* within the input.
	*/
	var LineCounter = class {
		constructor() {
			this.lineStarts = [];
			/**
			* Should be called in ascending order. Otherwise, call
			* `lineCounter.lineStarts.sort()` before calling `linePos()`.
			*/
			this.addNewLine = (offset) => this.lineStarts.push(offset);
			/**
			* Performs a binary search and returns the 1-indexed { line, col }
			* position of `offset`. If `line === 0`, `addNewLine` has never been
			* called or `offset` is before the first known newline.
			*/
			this.linePos = (offset) => {
				let low = 0;
				let high = this.lineStarts.length;
				while (low < high) {
					const mid = low + high >> 1;
					if (this.lineStarts[mid] < offset) low = mid + 1;
					else high = mid;
				}
				if (this.lineStarts[low] === offset) return {
					line: low + 1,
					col: 1
				};
				if (low === 0) return {
					line: 0,
					col: offset
				};
				const start = this.lineStarts[low - 1];
				return {
					line: low,
					col: offset - start + 1
				};
			};
		}
	};
	exports.LineCounter = LineCounter;
}));
// node_modules/yaml/dist/parse/parser.js
var require_parser = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	var cst = require_cst();
	var lexer = require_lexer();
	function includesToken(list, type) {
		for (let i = 0; i < list.length; ++i) if (list[i].type === type) return true;
		return false;
	}
	function findNonEmptyIndex(list) {
		for (let i = 0; i < list.length; ++i) switch (list[i].type) {
			case "space":
			case "comment":
			case "newline": break;
			default: return i;
		}
		return -1;
	}
	function isFlowToken(token) {
		switch (token?.type) {
			case "alias":
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "flow-collection": return true;
			default: return false;
		}
	}
	function getPrevProps(parent) {
		switch (parent.type) {
			case "document": return parent.start;
			case "block-map": {
				const it = parent.items[parent.items.length - 1];
				return it.sep ?? it.start;
			}
			case "block-seq": return parent.items[parent.items.length - 1].start;
			/* istanbul ignore next should not happen */
			default: return [];
		}
	}
	/** Note: May modify input array */
	function getFirstKeyStartProps(prev) {
		if (prev.length === 0) return [];
		let i = prev.length;
		loop: while (--i >= 0) switch (prev[i].type) {
			case "doc-start":
			case "explicit-key-ind":
			case "map-value-ind":
			case "seq-item-ind":
			case "newline": break loop;
		}
		while (prev[++i]?.type === "space");
		return prev.splice(i, prev.length);
	}
	function arrayPushArray(target, source) {
		if (source.length < 1e5) Array.prototype.push.apply(target, source);
		else for (let i = 0; i < source.length; ++i) target.push(source[i]);
	}
	function fixFlowSeqItems(fc) {
		if (fc.start.type === "flow-seq-start") {
			for (const it of fc.items) if (it.sep && !it.value && !includesToken(it.start, "explicit-key-ind") && !includesToken(it.sep, "map-value-ind")) {
				if (it.key) it.value = it.key;
				delete it.key;
				if (isFlowToken(it.value)) {
					if (it.value.end) arrayPushArray(it.value.end, it.sep);
					else it.value.end = it.sep;
				} else arrayPushArray(it.start, it.sep);
				delete it.sep;
			}
		}
	}
	/**
	* A YAML concrete syntax tree (CST) parser
	*
	* ```ts
	* const src: string = ...
	* for (const token of new Parser().parse(src)) {
	*   // token: Token
	* }
	* ```
	*
	* To use the parser with a user-provided lexer:
	*
	* ```ts
	* function* parse(source: string, lexer: Lexer) {
	*   const parser = new Parser()
	*   for (const lexeme of lexer.lex(source))
	*     yield* parser.next(lexeme)
	*   yield* parser.end()
	* }
	*
	* const src: string = ...
	* const lexer = new Lexer()
	* for (const token of parse(src, lexer)) {
	*   // token: Token
	* }
	* ```
	*/
	var Parser = class {
		/**
		* @param onNewLine - If defined, called separately with the start position of
		*   each new line (in `parse()`, including the start of input).
		*/
		constructor(onNewLine) {
			/** If true, space and sequence indicators count as indentation */
			this.atNewLine = true;
			/** If true, next token is a scalar value */
			this.atScalar = false;
			/** Current indentation level */
			this.indent = 0;
			/** Current offset since the start of parsing */
			this.offset = 0;
			/** On the same line with a block map key */
			this.onKeyLine = false;
			/** Top indicates the node that's currently being built */
			this.stack = [];
			/** The source of the current token, set in parse() */
			this.source = "";
			/** The type of the current token, set in parse() */
			this.type = "";
			this.lexer = new lexer.Lexer();
			this.onNewLine = onNewLine;
		}
		/**
		* Parse `source` as a YAML stream.
		* If `incomplete`, a part of the last line may be left as a buffer for the next call.
		*
		* Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
		*
		* @returns A generator of tokens representing each directive, document, and other structure.
		*/
		*parse(source, incomplete = false) {
			if (this.onNewLine && this.offset === 0) this.onNewLine(0);
			for (const lexeme of this.lexer.lex(source, incomplete)) yield* this.next(lexeme);
			if (!incomplete) yield* this.end();
		}
		/**
		* Advance the parser by the `source` of one lexical token.
		*/
		*next(source) {
			this.source = source;
			if (node_process.env.LOG_TOKENS) console.log("|", cst.prettyToken(source));
			if (this.atScalar) {
				this.atScalar = false;
				yield* this.step();
				this.offset += source.length;
				return;
			}
			const type = cst.tokenType(source);
			if (!type) {
				const message = `Not a YAML token: ${source}`;
				yield* this.pop({
					type: "error",
					offset: this.offset,
					message,
					source
				});
				this.offset += source.length;
			} else if (type === "scalar") {
				this.atNewLine = false;
				this.atScalar = true;
				this.type = "scalar";
			} else {
				this.type = type;
				yield* this.step();
				switch (type) {
					case "newline":
						this.atNewLine = true;
						this.indent = 0;
						if (this.onNewLine) this.onNewLine(this.offset + source.length);
						break;
					case "space":
						if (this.atNewLine && source[0] === " ") this.indent += source.length;
						break;
					case "explicit-key-ind":
					case "map-value-ind":
					case "seq-item-ind":
						if (this.atNewLine) this.indent += source.length;
						break;
					case "doc-mode":
					case "flow-error-end": return;
					default: this.atNewLine = false;
				}
				this.offset += source.length;
			}
		}
		/** Call at end of input to push out any remaining constructions */
		*end() {
			while (this.stack.length > 0) yield* this.pop();
		}
		get sourceToken() {
			return {
				type: this.type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		*step() {
			const top = this.peek(1);
			if (this.type === "doc-end" && top?.type !== "doc-end") {
				while (this.stack.length > 0) yield* this.pop();
				this.stack.push({
					type: "doc-end",
					offset: this.offset,
					source: this.source
				});
				return;
			}
			if (!top) return yield* this.stream();
			switch (top.type) {
				case "document": return yield* this.document(top);
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return yield* this.scalar(top);
				case "block-scalar": return yield* this.blockScalar(top);
				case "block-map": return yield* this.blockMap(top);
				case "block-seq": return yield* this.blockSequence(top);
				case "flow-collection": return yield* this.flowCollection(top);
				case "doc-end": return yield* this.documentEnd(top);
			}
			/* istanbul ignore next should not happen */
			yield* this.pop();
		}
		peek(n) {
			return this.stack[this.stack.length - n];
		}
		*pop(error) {
			const token = error ?? this.stack.pop();
			/* istanbul ignore if should not happen */
			if (!token) yield {
				type: "error",
				offset: this.offset,
				source: "",
				message: "Tried to pop an empty stack"
			};
			else if (this.stack.length === 0) yield token;
			else {
				const top = this.peek(1);
				if (token.type === "block-scalar") token.indent = "indent" in top ? top.indent : 0;
				else if (token.type === "flow-collection" && top.type === "document") token.indent = 0;
				if (token.type === "flow-collection") fixFlowSeqItems(token);
				switch (top.type) {
					case "document":
						top.value = token;
						break;
					case "block-scalar":
						top.props.push(token);
						break;
					case "block-map": {
						const it = top.items[top.items.length - 1];
						if (it.value) {
							top.items.push({
								start: [],
								key: token,
								sep: []
							});
							this.onKeyLine = true;
							return;
						} else if (it.sep) it.value = token;
						else {
							Object.assign(it, {
								key: token,
								sep: []
							});
							this.onKeyLine = !it.explicitKey;
							return;
						}
						break;
					}
					case "block-seq": {
						const it = top.items[top.items.length - 1];
						if (it.value) top.items.push({
							start: [],
							value: token
						});
						else it.value = token;
						break;
					}
					case "flow-collection": {
						const it = top.items[top.items.length - 1];
						if (!it || it.value) top.items.push({
							start: [],
							key: token,
							sep: []
						});
						else if (it.sep) it.value = token;
						else Object.assign(it, {
							key: token,
							sep: []
						});
						return;
					}
					/* istanbul ignore next should not happen */
					default:
						yield* this.pop();
						yield* this.pop(token);
				}
				if ((top.type === "document" || top.type === "block-map" || top.type === "block-seq") && (token.type === "block-map" || token.type === "block-seq")) {
					const last = token.items[token.items.length - 1];
					if (last && !last.sep && !last.value && last.start.length > 0 && findNonEmptyIndex(last.start) === -1 && (token.indent === 0 || last.start.every((st) => st.type !== "comment" || st.indent < token.indent))) {
						if (top.type === "document") top.end = last.start;
						else top.items.push({ start: last.start });
						token.items.splice(-1, 1);
					}
				}
			}
		}
		*stream() {
			switch (this.type) {
				case "directive-line":
					yield {
						type: "directive",
						offset: this.offset,
						source: this.source
					};
					return;
				case "byte-order-mark":
				case "space":
				case "comment":
				case "newline":
					yield this.sourceToken;
					return;
				case "doc-mode":
				case "doc-start": {
					const doc = {
						type: "document",
						offset: this.offset,
						start: []
					};
					if (this.type === "doc-start") doc.start.push(this.sourceToken);
					this.stack.push(doc);
					return;
				}
			}
			yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML stream`,
				source: this.source
			};
		}
		*document(doc) {
			if (doc.value) return yield* this.lineEnd(doc);
			switch (this.type) {
				case "doc-start":
					if (findNonEmptyIndex(doc.start) !== -1) {
						yield* this.pop();
						yield* this.step();
					} else doc.start.push(this.sourceToken);
					return;
				case "anchor":
				case "tag":
				case "space":
				case "comment":
				case "newline":
					doc.start.push(this.sourceToken);
					return;
			}
			const bv = this.startBlockValue(doc);
			if (bv) this.stack.push(bv);
			else yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML document`,
				source: this.source
			};
		}
		*scalar(scalar) {
			if (this.type === "map-value-ind") {
				const start = getFirstKeyStartProps(getPrevProps(this.peek(2)));
				let sep;
				if (scalar.end) {
					sep = scalar.end;
					sep.push(this.sourceToken);
					delete scalar.end;
				} else sep = [this.sourceToken];
				const map = {
					type: "block-map",
					offset: scalar.offset,
					indent: scalar.indent,
					items: [{
						start,
						key: scalar,
						sep
					}]
				};
				this.onKeyLine = true;
				this.stack[this.stack.length - 1] = map;
			} else yield* this.lineEnd(scalar);
		}
		*blockScalar(scalar) {
			switch (this.type) {
				case "space":
				case "comment":
				case "newline":
					scalar.props.push(this.sourceToken);
					return;
				case "scalar":
					scalar.source = this.source;
					this.atNewLine = true;
					this.indent = 0;
					if (this.onNewLine) {
						let nl = this.source.indexOf("\n") + 1;
						while (nl !== 0) {
							this.onNewLine(this.offset + nl);
							nl = this.source.indexOf("\n", nl) + 1;
						}
					}
					yield* this.pop();
					break;
				/* istanbul ignore next should not happen */
				default:
					yield* this.pop();
					yield* this.step();
			}
		}
		*blockMap(map) {
			const it = map.items[map.items.length - 1];
			switch (this.type) {
				case "newline":
					this.onKeyLine = false;
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else map.items.push({ start: [this.sourceToken] });
					} else if (it.sep) it.sep.push(this.sourceToken);
					else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) map.items.push({ start: [this.sourceToken] });
					else if (it.sep) it.sep.push(this.sourceToken);
					else {
						if (this.atIndentedComment(it.start, map.indent)) {
							const end = map.items[map.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								map.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
			}
			if (this.indent >= map.indent) {
				const atMapIndent = !this.onKeyLine && this.indent === map.indent;
				const atNextItem = atMapIndent && (it.sep || it.explicitKey) && this.type !== "seq-item-ind";
				let start = [];
				if (atNextItem && it.sep && !it.value) {
					const nl = [];
					for (let i = 0; i < it.sep.length; ++i) {
						const st = it.sep[i];
						switch (st.type) {
							case "newline":
								nl.push(i);
								break;
							case "space": break;
							case "comment":
								if (st.indent > map.indent) nl.length = 0;
								break;
							default: nl.length = 0;
						}
					}
					if (nl.length >= 2) start = it.sep.splice(nl[1]);
				}
				switch (this.type) {
					case "anchor":
					case "tag":
						if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({ start });
							this.onKeyLine = true;
						} else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "explicit-key-ind":
						if (!it.sep && !it.explicitKey) {
							it.start.push(this.sourceToken);
							it.explicitKey = true;
						} else if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({
								start,
								explicitKey: true
							});
						} else this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [this.sourceToken],
								explicitKey: true
							}]
						});
						this.onKeyLine = true;
						return;
					case "map-value-ind":
						if (it.explicitKey) {
							if (!it.sep) {
								if (includesToken(it.start, "newline")) Object.assign(it, {
									key: null,
									sep: [this.sourceToken]
								});
								else {
									const start = getFirstKeyStartProps(it.start);
									this.stack.push({
										type: "block-map",
										offset: this.offset,
										indent: this.indent,
										items: [{
											start,
											key: null,
											sep: [this.sourceToken]
										}]
									});
								}
							} else if (it.value) map.items.push({
								start: [],
								key: null,
								sep: [this.sourceToken]
							});
							else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
								type: "block-map",
								offset: this.offset,
								indent: this.indent,
								items: [{
									start,
									key: null,
									sep: [this.sourceToken]
								}]
							});
							else if (isFlowToken(it.key) && !includesToken(it.sep, "newline")) {
								const start = getFirstKeyStartProps(it.start);
								const key = it.key;
								const sep = it.sep;
								sep.push(this.sourceToken);
								delete it.key;
								delete it.sep;
								this.stack.push({
									type: "block-map",
									offset: this.offset,
									indent: this.indent,
									items: [{
										start,
										key,
										sep
									}]
								});
							} else if (start.length > 0) it.sep = it.sep.concat(start, this.sourceToken);
							else it.sep.push(this.sourceToken);
						} else if (!it.sep) Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.value || atNextItem) map.items.push({
							start,
							key: null,
							sep: [this.sourceToken]
						});
						else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [],
								key: null,
								sep: [this.sourceToken]
							}]
						});
						else it.sep.push(this.sourceToken);
						this.onKeyLine = true;
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (atNextItem || it.value) {
							map.items.push({
								start,
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						} else if (it.sep) this.stack.push(fs);
						else {
							Object.assign(it, {
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						}
						return;
					}
					default: {
						const bv = this.startBlockValue(map);
						if (bv) {
							if (bv.type === "block-seq") {
								if (!it.explicitKey && it.sep && !includesToken(it.sep, "newline")) {
									yield* this.pop({
										type: "error",
										offset: this.offset,
										message: "Unexpected block-seq-ind on same line with key",
										source: this.source
									});
									return;
								}
							} else if (atMapIndent) map.items.push({ start });
							this.stack.push(bv);
							return;
						}
					}
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*blockSequence(seq) {
			const it = seq.items[seq.items.length - 1];
			switch (this.type) {
				case "newline":
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else seq.items.push({ start: [this.sourceToken] });
					} else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) seq.items.push({ start: [this.sourceToken] });
					else {
						if (this.atIndentedComment(it.start, seq.indent)) {
							const end = seq.items[seq.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								seq.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
				case "anchor":
				case "tag":
					if (it.value || this.indent <= seq.indent) break;
					it.start.push(this.sourceToken);
					return;
				case "seq-item-ind":
					if (this.indent !== seq.indent) break;
					if (it.value || includesToken(it.start, "seq-item-ind")) seq.items.push({ start: [this.sourceToken] });
					else it.start.push(this.sourceToken);
					return;
			}
			if (this.indent > seq.indent) {
				const bv = this.startBlockValue(seq);
				if (bv) {
					this.stack.push(bv);
					return;
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*flowCollection(fc) {
			const it = fc.items[fc.items.length - 1];
			if (this.type === "flow-error-end") {
				let top;
				do {
					yield* this.pop();
					top = this.peek(1);
				} while (top?.type === "flow-collection");
			} else if (fc.end.length === 0) {
				switch (this.type) {
					case "comma":
					case "explicit-key-ind":
						if (!it || it.sep) fc.items.push({ start: [this.sourceToken] });
						else it.start.push(this.sourceToken);
						return;
					case "map-value-ind":
						if (!it || it.value) fc.items.push({
							start: [],
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.sep) it.sep.push(this.sourceToken);
						else Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						return;
					case "space":
					case "comment":
					case "newline":
					case "anchor":
					case "tag":
						if (!it || it.value) fc.items.push({ start: [this.sourceToken] });
						else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (!it || it.value) fc.items.push({
							start: [],
							key: fs,
							sep: []
						});
						else if (it.sep) this.stack.push(fs);
						else Object.assign(it, {
							key: fs,
							sep: []
						});
						return;
					}
					case "flow-map-end":
					case "flow-seq-end":
						fc.end.push(this.sourceToken);
						return;
				}
				const bv = this.startBlockValue(fc);
				/* istanbul ignore else should not happen */
				if (bv) this.stack.push(bv);
				else {
					yield* this.pop();
					yield* this.step();
				}
			} else {
				const parent = this.peek(2);
				if (parent.type === "block-map" && (this.type === "map-value-ind" && parent.indent === fc.indent || this.type === "newline" && !parent.items[parent.items.length - 1].sep)) {
					yield* this.pop();
					yield* this.step();
				} else if (this.type === "map-value-ind" && parent.type !== "flow-collection") {
					const start = getFirstKeyStartProps(getPrevProps(parent));
					fixFlowSeqItems(fc);
					const sep = fc.end.splice(1, fc.end.length);
					sep.push(this.sourceToken);
					const map = {
						type: "block-map",
						offset: fc.offset,
						indent: fc.indent,
						items: [{
							start,
							key: fc,
							sep
						}]
					};
					this.onKeyLine = true;
					this.stack[this.stack.length - 1] = map;
				} else yield* this.lineEnd(fc);
			}
		}
		flowScalar(type) {
			if (this.onNewLine) {
				let nl = this.source.indexOf("\n") + 1;
				while (nl !== 0) {
					this.onNewLine(this.offset + nl);
					nl = this.source.indexOf("\n", nl) + 1;
				}
			}
			return {
				type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		startBlockValue(parent) {
			switch (this.type) {
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return this.flowScalar(this.type);
				case "block-scalar-header": return {
					type: "block-scalar",
					offset: this.offset,
					indent: this.indent,
					props: [this.sourceToken],
					source: ""
				};
				case "flow-map-start":
				case "flow-seq-start": return {
					type: "flow-collection",
					offset: this.offset,
					indent: this.indent,
					start: this.sourceToken,
					items: [],
					end: []
				};
				case "seq-item-ind": return {
					type: "block-seq",
					offset: this.offset,
					indent: this.indent,
					items: [{ start: [this.sourceToken] }]
				};
				case "explicit-key-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					start.push(this.sourceToken);
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							explicitKey: true
						}]
					};
				}
				case "map-value-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							key: null,
							sep: [this.sourceToken]
						}]
					};
				}
			}
			return null;
		}
		atIndentedComment(start, indent) {
			if (this.type !== "comment") return false;
			if (this.indent <= indent) return false;
			return start.every((st) => st.type === "newline" || st.type === "space");
		}
		*documentEnd(docEnd) {
			if (this.type !== "doc-mode") {
				if (docEnd.end) docEnd.end.push(this.sourceToken);
				else docEnd.end = [this.sourceToken];
				if (this.type === "newline") yield* this.pop();
			}
		}
		*lineEnd(token) {
			switch (this.type) {
				case "comma":
				case "doc-start":
				case "doc-end":
				case "flow-seq-end":
				case "flow-map-end":
				case "map-value-ind":
					yield* this.pop();
					yield* this.step();
					break;
				case "newline": this.onKeyLine = false;
				default:
					if (token.end) token.end.push(this.sourceToken);
					else token.end = [this.sourceToken];
					if (this.type === "newline") yield* this.pop();
			}
		}
	};
	exports.Parser = Parser;
}));
// node_modules/yaml/dist/public-api.js
var require_public_api = /* @__PURE__ */ __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var errors = require_errors();
	var log = require_log();
	var identity = require_identity();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	function parseOptions(options) {
		const prettyErrors = options.prettyErrors !== false;
		return {
			lineCounter: options.lineCounter || prettyErrors && new lineCounter.LineCounter() || null,
			prettyErrors
		};
	}
	/**
	* Parse the input as a stream of YAML documents.
	*
	* Documents should be separated from each other by `...` or `---` marker lines.
	*
	* @returns If an empty `docs` array is returned, it will be of type
	*   EmptyStream and contain additional stream information. In
	*   TypeScript, you should use `'empty' in docs` as a type guard for it.
	*/
	function parseAllDocuments(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		const docs = Array.from(composer$1.compose(parser$1.parse(source)));
		if (prettyErrors && lineCounter) for (const doc of docs) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		if (docs.length > 0) return docs;
		return Object.assign([], { empty: true }, composer$1.streamInfo());
	}
	/** Parse an input string into a single YAML.Document */
	function parseDocument(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		let doc = null;
		for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) if (!doc) doc = _doc;
		else if (doc.options.logLevel !== "silent") {
			doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), "MULTIPLE_DOCS", "Source contains multiple documents; please use YAML.parseAllDocuments()"));
			break;
		}
		if (prettyErrors && lineCounter) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		return doc;
	}
	function parse(src, reviver, options) {
		let _reviver = void 0;
		if (typeof reviver === "function") _reviver = reviver;
		else if (options === void 0 && reviver && typeof reviver === "object") options = reviver;
		const doc = parseDocument(src, options);
		if (!doc) return null;
		doc.warnings.forEach((warning) => log.warn(doc.options.logLevel, warning));
		if (doc.errors.length > 0) {
			if (doc.options.logLevel !== "silent") throw doc.errors[0];
			else doc.errors = [];
		}
		return doc.toJS(Object.assign({ reviver: _reviver }, options));
	}
	function stringify(value, replacer, options) {
		let _replacer = null;
		if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
		else if (options === void 0 && replacer) options = replacer;
		if (typeof options === "string") options = options.length;
		if (typeof options === "number") {
			const indent = Math.round(options);
			options = indent < 1 ? void 0 : indent > 8 ? { indent: 8 } : { indent };
		}
		if (value === void 0) {
			const { keepUndefined } = options ?? replacer ?? {};
			if (!keepUndefined) return void 0;
		}
		if (identity.isDocument(value) && !_replacer) return value.toString(options);
		return new Document.Document(value, _replacer, options).toString(options);
	}
	exports.parse = parse;
	exports.parseAllDocuments = parseAllDocuments;
	exports.parseDocument = parseDocument;
	exports.stringify = stringify;
}));
// src/libraries/yaml.ts
var import_dist = /* @__PURE__ */ __toESM((/* @__PURE__ */ __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var Schema = require_Schema();
	var errors = require_errors();
	var Alias = require_Alias();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var cst = require_cst();
	var lexer = require_lexer();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	var publicApi = require_public_api();
	var visit = require_visit();
	exports.Composer = composer.Composer;
	exports.Document = Document.Document;
	exports.Schema = Schema.Schema;
	exports.YAMLError = errors.YAMLError;
	exports.YAMLParseError = errors.YAMLParseError;
	exports.YAMLWarning = errors.YAMLWarning;
	exports.Alias = Alias.Alias;
	exports.isAlias = identity.isAlias;
	exports.isCollection = identity.isCollection;
	exports.isDocument = identity.isDocument;
	exports.isMap = identity.isMap;
	exports.isNode = identity.isNode;
	exports.isPair = identity.isPair;
	exports.isScalar = identity.isScalar;
	exports.isSeq = identity.isSeq;
	exports.Pair = Pair.Pair;
	exports.Scalar = Scalar.Scalar;
	exports.YAMLMap = YAMLMap.YAMLMap;
	exports.YAMLSeq = YAMLSeq.YAMLSeq;
	exports.CST = cst;
	exports.Lexer = lexer.Lexer;
	exports.LineCounter = lineCounter.LineCounter;
	exports.Parser = parser.Parser;
	exports.parse = publicApi.parse;
	exports.parseAllDocuments = publicApi.parseAllDocuments;
	exports.parseDocument = publicApi.parseDocument;
	exports.stringify = publicApi.stringify;
	exports.visit = visit.visit;
	exports.visitAsync = visit.visitAsync;
})))(), 1);
var yaml = () => import_dist;
// src/sdn/value.ts
/**
* A float of an SDN tree. Wrapped, because `1` and `1.0` are two values of SDN and one of JavaScript:
* a plain `number` in a tree is always an integer.
*/
var SdnFloat = class {
	value;
	constructor(value) {
		this.value = value;
	}
};
/** A table with named fields (`fields`) or with column types only (`types`); the other one is null. */
var SdnTable = class SdnTable {
	fields;
	types;
	rows;
	constructor(fields, types, rows) {
		this.fields = fields;
		this.types = types;
		this.rows = rows;
	}
	/** A table written `key |a, b|`. */
	static named(fields, rows = []) {
		return new SdnTable(fields, null, rows);
	}
	/** A table written `key: table{i32, str}`; types are names, values are not checked against them. */
	static typed(types, rows = []) {
		return new SdnTable(null, types, rows);
	}
	/** Number of columns. */
	get width() {
		return (this.fields ?? this.types ?? []).length;
	}
};
/** Whether a value holds others: array, dict, table. */
function isContainer(value) {
	return typeof value === "object" && value !== null && !(value instanceof SdnFloat);
}
/** A float value: `float(1)` is written `1.0`. */
function float(value) {
	return new SdnFloat(value);
}
/** An integer as the tree holds it: a number while it is safe, else a bigint. */
function normalInteger(value) {
	return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
var MIN_INTEGER = -(2n ** 63n);
var MAX_INTEGER = 2n ** 63n - 1n;
var ALPHABETIC_CLASS = 15;
var NUMERIC_CLASS = 30;
var ASCII = buildAscii();
function buildAscii() {
	const classes = /* @__PURE__ */ new Uint8Array(128);
	const add = (characters, bits) => {
		for (const character of characters) classes[character.charCodeAt(0)] |= bits;
	};
	add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", ALPHABETIC_CLASS);
	add("0123456789", NUMERIC_CLASS);
	add("_", 1);
	add("_/.-#", 2);
	add("_*/.$@<", 12);
	add("-#+%~>?", 8);
	return classes;
}
var ALPHABETIC = /^\p{Alphabetic}$/u;
var NUMBER = /^\p{N}$/u;
var beyondAscii = /* @__PURE__ */ new Map();
/** Text in many scripts must not make the cache grow without bound. */
var MAX_CACHED = 65536;
function classBeyondAscii(code) {
	let bits = beyondAscii.get(code);
	if (bits === void 0) {
		const character = String.fromCodePoint(code);
		bits = (ALPHABETIC.test(character) ? ALPHABETIC_CLASS : 0) | (NUMBER.test(character) ? NUMERIC_CLASS : 0);
		if (beyondAscii.size < MAX_CACHED) beyondAscii.set(code, bits);
	}
	return bits;
}
/** The class of a code point; 0 for those that stand in no word. */
function classOf(code) {
	return code < 128 ? ASCII[code] : classBeyondAscii(code);
}
/** Whether text is a key word: a key, field or type that needs no quotes. */
function isKeyWord(text) {
	let bit = 1;
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code < 128) {
			if ((ASCII[code] & bit) === 0) return false;
		} else {
			const point = text.codePointAt(index);
			if ((classBeyondAscii(point) & bit) === 0) return false;
			if (point > 65535) index += 1;
		}
		bit = 2;
	}
	return bit === 2;
}
// src/sdn/counted.ts
/** `1 level`, `2 levels`, for messages. */
function counted(number, what) {
	return `${number} ${what}${number === 1 ? "" : "s"}`;
}
// src/sdn/number.ts
var UPPER_E = 69;
var LOWER_E = 101;
var PLUS = 43;
function isDigit(code) {
	return code >= 48 && code <= 57;
}
/** End of `[0-9][0-9_]*` at a position; the position itself when no digit stands there. */
function digitsEnd(text, at, end) {
	if (at >= end || !isDigit(text.charCodeAt(at))) return at;
	let next = at + 1;
	while (next < end) {
		const code = text.charCodeAt(next);
		if (!isDigit(code) && code !== 95) break;
		next += 1;
	}
	return next;
}
/**
* What a word is by the number rules: `-?D`, `-?D(.D)?([eE][+-]?D)?` with `D` = `[0-9][0-9_]*`.
* One pass by hand: a regular expression's backtracking stack can overflow on megabytes of digits.
*/
function numberKind(text, start, end) {
	const sign = text.charCodeAt(start) === 45 ? start + 1 : start;
	let at = digitsEnd(text, sign, end);
	if (at === sign) return null;
	if (at === end) return "int";
	if (text.charCodeAt(at) === 46) {
		const fraction = digitsEnd(text, at + 1, end);
		if (fraction === at + 1) return null;
		at = fraction;
		if (at === end) return "float";
	}
	const exponent = text.charCodeAt(at);
	if (exponent !== LOWER_E && exponent !== UPPER_E) return null;
	at += 1;
	const exponentSign = text.charCodeAt(at);
	if (at < end && (exponentSign === PLUS || exponentSign === 45)) at += 1;
	const last = digitsEnd(text, at, end);
	return last > at && last === end ? "float" : null;
}
/** The value of a word of kind `int`; undefined outside 64 bits. `-0` is 0. */
function parseInteger(word) {
	const text = word.includes("_") ? word.replaceAll("_", "") : word;
	if (text.length <= 15) return Number(text) + 0;
	const isNegative = text.charCodeAt(0) === 45;
	let from = isNegative ? 1 : 0;
	while (from < text.length - 1 && text.charCodeAt(from) === 48) from += 1;
	if (text.length - from > 19) return void 0;
	const magnitude = BigInt(text.slice(from));
	const value = isNegative ? -magnitude : magnitude;
	return value < MIN_INTEGER || value > MAX_INTEGER ? void 0 : normalInteger(value);
}
/** The value of a word of kind `float`; undefined when it is infinite. */
function parseFloat64(word) {
	const value = Number(word.includes("_") ? word.replaceAll("_", "") : word);
	return Number.isFinite(value) ? value : void 0;
}
/**
* The shortest text that reads as the same double, always with a `.` or an exponent:
* `1.0`, `-0.0`, `1e22`, `1.5e-10`. Decimal from 1e-4 up to 1e16, else with an exponent.
*/
function formatFloat(value) {
	if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
	const magnitude = Math.abs(value);
	if (magnitude >= 1e-4 && magnitude < 0x2386f26fc10000) {
		const text = String(value);
		return text.includes(".") ? text : `${text}.0`;
	}
	return value.toExponential().replace("+", "");
}
// src/sdn/sdn-error.ts
/** Longest part of a source line that is printed, in code points. */
var EXCERPT_WIDTH = 100;
/** The error of everything in `vitest-layout/sdn`. */
var SdnError = class extends LayoutError {
	code;
	sourceLine;
	constructor(code, message, options = {}) {
		super(code, message, options);
		this.name = "SdnError";
		this.code = code;
		this.sourceLine = options.sourceLine;
	}
	/** The message, and below it the source line with a caret under the column, where both are known. */
	format() {
		const { sourceLine, line, column } = this;
		if (sourceLine === void 0 || line === void 0 || column === void 0) return this.message;
		const points = Array.from(sourceLine);
		const from = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 2, points.length - EXCERPT_WIDTH));
		const shown = points.slice(from, from + EXCERPT_WIDTH).map(visible$1);
		const gutter = `${line} | `;
		const before = shown.slice(0, column - 1 - from).map((point) => point === "	" ? "	" : " ");
		return `${this.message}\n${gutter}${shown.join("")}\n${" ".repeat(gutter.length)}${before.join("")}^`;
	}
};
/** Control characters, line separators, bidirectional marks, half surrogates: what would move the caret or the terminal. */
var HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
function visible$1(point) {
	return point !== "	" && HIDDEN.test(point) ? "�" : point;
}
// src/sdn/source-text.ts
/** Code units between two counted points: a column costs at most this many steps, on lines of any length. */
var STRIDE = 1024;
/** A text with lines and columns. Offsets are code units of JavaScript; columns count code points. */
var SourceText = class {
	text;
	file;
	/** Where the document starts: after a BOM, if there is one. */
	start;
	#lineStarts;
	/** Code points before each multiple of the stride; null when the text has no surrogates. */
	#points;
	constructor(text, file) {
		if (typeof text !== "string") throw new SdnError("SDN_ENCODING", `found ${typeof text}, expected text.`, {
			file,
			hint: "Decode bytes with decodeSdn()."
		});
		this.text = text;
		this.file = file;
		this.start = text.charCodeAt(0) === 65279 ? 1 : 0;
	}
	/** Line and column of an offset, both from 1. A BOM has no column; a CR alone ends no line. */
	place(offset) {
		const starts = this.#lines();
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = low + high + 1 >> 1;
			if (starts[middle] <= offset) low = middle;
			else high = middle - 1;
		}
		return {
			line: low + 1,
			column: this.#pointsBefore(offset) - this.#pointsBefore(starts[low]) + 1
		};
	}
	/** The line of that number, without its line end. */
	line(number) {
		const start = this.#lines()[number - 1];
		if (start === void 0) return void 0;
		const end = this.text.indexOf("\n", start);
		const line = this.text.slice(start, end === -1 ? void 0 : end);
		return line.endsWith("\r") ? line.slice(0, -1) : line;
	}
	/** Builds the error for an offset. */
	error(code, message, offset, hint) {
		const { line, column } = this.place(offset);
		return new SdnError(code, message, {
			file: this.file,
			line,
			column,
			hint,
			sourceLine: this.line(line)
		});
	}
	#lines() {
		if (this.#lineStarts === void 0) {
			const starts = [this.start];
			for (let at = this.text.indexOf("\n"); at !== -1; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
			this.#lineStarts = starts;
		}
		return this.#lineStarts;
	}
	#pointsBefore(offset) {
		this.#points ??= this.#countPoints();
		if (this.#points === null) return offset;
		const mark = Math.floor(offset / STRIDE);
		return this.#points[mark] + countPoints(this.text, mark * STRIDE, offset);
	}
	#countPoints() {
		const { text } = this;
		if (!/[\ud800-\udbff]/.test(text)) return null;
		const points = new Uint32Array(Math.floor(text.length / STRIDE) + 1);
		for (let mark = 1; mark < points.length; mark += 1) points[mark] = points[mark - 1] + countPoints(text, (mark - 1) * STRIDE, mark * STRIDE);
		return points;
	}
};
/** Code points that end in a range: a pair counts where its second half lies. */
function countPoints(text, from, to) {
	let count = to - from;
	for (let index = from; index < to; index += 1) {
		const code = text.charCodeAt(index);
		if (code >= 56320 && code <= 57343 && index > 0) {
			const before = text.charCodeAt(index - 1);
			if (before >= 55296 && before <= 56319) count -= 1;
		}
	}
	return count;
}
/** The first half of a surrogate pair that stands alone, or infinity: no UTF-8 carries it. */
function findLoneSurrogate(text) {
	if (text.isWellFormed()) return Number.POSITIVE_INFINITY;
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code < 55296 || code > 57343) continue;
		const next = text.charCodeAt(index + 1);
		if (code > 56319 || !(next >= 56320 && next <= 57343)) return index;
		index += 1;
	}
	return Number.POSITIVE_INFINITY;
}
/** Decodes a file's bytes; a BOM stays in the text, so that an editor can write it back. */
function decodeSdn(bytes, file) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		const at = invalidByte(bytes);
		const before = new SourceText(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, at)), file);
		throw before.error("SDN_ENCODING", `byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, "0")} is not UTF-8.`, before.text.length, "Save the file as UTF-8.");
	}
}
/** Offset of the first byte that no UTF-8 sequence explains: the longest prefix that decodes, by halving. */
function invalidByte(bytes) {
	let good = 0;
	let bad = bytes.length;
	while (good < bad) {
		const middle = good + bad + 1 >> 1;
		if (decodes(bytes.subarray(0, middle))) good = middle;
		else bad = middle - 1;
	}
	let at = good;
	while (at > 0 && at > good - 4 && (bytes[at - 1] & 192) === 128) at -= 1;
	if (at > 0 && bytes[at - 1] >= 192 && !complete(bytes, at - 1, good)) return at - 1;
	return good;
}
function complete(bytes, lead, end) {
	const first = bytes[lead];
	return end - lead >= (first >= 240 ? 4 : first >= 224 ? 3 : 2);
}
/** Whether a prefix is valid so far: `stream` leaves an unfinished sequence at the end alone. */
function decodes(bytes) {
	try {
		new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}
// src/sdn/scalar-text.ts
/** Words that the Simple compiler's reader does not take for strings. */
var RESERVED = /* @__PURE__ */ new Set([
	"true",
	"false",
	"null",
	"nil",
	"table"
]);
var NEEDS_ESCAPE = /["\\\n\t\r]/;
var ESCAPED = /["\\\n\t\r]/g;
/** Why a value has no text; `where` is the path to it. */
function refusal(where, reason, hint) {
	return new SdnError("SDN_WRITE", `${where === "" ? "the tree" : where}: ${reason}`, { hint });
}
/** The text of a scalar, on one line. A string is bare only when every reader takes it for the same string. */
function scalarText(value, where) {
	switch (typeof value) {
		case "string": return isBareString(value) ? value : quote(value, where);
		case "number":
			if (!Number.isSafeInteger(value)) throw refusal(where(), `the number ${value} is no safe integer.`, "Use float() for floats, a bigint for large ones.");
			return value === 0 ? "0" : String(value);
		case "bigint":
			if (value < MIN_INTEGER || value > MAX_INTEGER) throw refusal(where(), `the integer ${excerpt(value)} is outside -2^63 .. 2^63-1.`);
			return String(value);
		case "boolean": return String(value);
		default:
			if (value === null) return "null";
			if (!(value instanceof SdnFloat)) throw refusal(where(), `${typeof value} is no value of SDN.`);
			if (!Number.isFinite(value.value)) throw refusal(where(), `the float ${value.value} has no text in SDN.`);
			return formatFloat(value.value);
	}
}
function excerpt(value) {
	const text = String(value);
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
/** The text of a key, field or type name. */
function keyText(key, where) {
	if (typeof key !== "string") throw refusal(where(), `a key that is no string but ${typeof key}.`);
	return isKeyWord(key) ? key : quote(key, where);
}
function isBareString(text) {
	return isKeyWord(text) && !RESERVED.has(text);
}
/** A string in quotes, on one line. */
function quote(text, where) {
	if (findLoneSurrogate(text) < text.length) throw refusal(where(), "a string with half of a surrogate pair, which no UTF-8 text can carry.");
	return `"${NEEDS_ESCAPE.test(text) ? text.replaceAll(ESCAPED, escapeOf) : text}"`;
}
function escapeOf(character) {
	switch (character) {
		case "\n": return "\\n";
		case "	": return "\\t";
		case "\r": return "\\r";
		default: return `\\${character}`;
	}
}
// src/sdn/inline-writer.ts
/** Longest string that V8 holds, in code units. */
var MAX_LENGTH = 2 ** 29 - 24;
/** Pieces are joined at this count, so that few short strings live long enough to be moved by the collector. */
var PIECES = 2048;
/** Text in pieces; refuses what no JavaScript string can hold instead of failing in the engine. */
var TextBuffer = class {
	#chunks = [];
	#pieces = [];
	#length = 0;
	push(piece) {
		this.#length += piece.length;
		if (this.#length > MAX_LENGTH) throw refusal("", "its text would be longer than a JavaScript string can be.");
		this.#pieces.push(piece);
		if (this.#pieces.length < PIECES) return;
		this.#chunks.push(this.#pieces.join(""));
		this.#pieces = [];
	}
	toString() {
		return this.#chunks.join("") + this.#pieces.join("");
	}
};
/**
* Writes a value on one line: a scalar, `[a, b]` or `{a: 1}`. Open containers are a stack of our own.
*
* @param level - nesting level of the value itself, if it is a container
* @param where - path of the value, for messages
*/
function writeInline(out, value, level, maxDepth, where) {
	if (!isContainer(value)) {
		out.push(scalarText(value, where));
		return;
	}
	const stack = [];
	const path = () => where() + stack.map(({ key, isDict }) => isDict ? keyPart(key) : `[${key}]`).join("");
	const open = (value) => {
		if (value instanceof SdnTable) throw refusal(path(), "a table inside a list, an inline dict or a cell.", "Tables stand below a key only.");
		if (level + stack.length > maxDepth) throw refusal(where(), `more than ${counted(maxDepth, "level")} of nesting.`);
		const isDict = value instanceof Map;
		if (!isDict && !Array.isArray(value)) throw refusal(path(), "an object that is no value of SDN.", "See fromJs().");
		out.push(isDict ? "{" : "[");
		stack.push({
			items: value.entries(),
			isDict,
			isFirst: true,
			key: 0
		});
	};
	open(value);
	for (let frame = stack.at(-1); frame !== void 0; frame = stack.at(-1)) {
		const next = frame.items.next();
		if (next.done === true) {
			out.push(frame.isDict ? "}" : "]");
			stack.pop();
			continue;
		}
		const [key, item] = next.value;
		frame.key = key;
		if (!frame.isFirst) out.push(", ");
		frame.isFirst = false;
		if (frame.isDict) out.push(`${keyText(key, path)}: `);
		if (isContainer(item)) open(item);
		else out.push(scalarText(item, path));
	}
}
/** A dict's key as a step of a path, for messages: also of one that is no string, as it must be. */
function keyPart(key) {
	const text = String(key);
	return `.${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
// src/sdn/policy.ts
var SDN_MODES = [
	"default",
	"untrusted",
	"safe",
	"config"
];
/** Nesting that `parseSdn` and `writeSdn` take unless told otherwise; the root is level 1. */
var DEFAULT_MAX_DEPTH = 1e3;
var UNTRUSTED_MAX_DEPTH = 50;
var UNTRUSTED_MAX_STRING_BYTES = 1048576;
var UNTRUSTED_MAX_SCALARS = 1e6;
var PROTOTYPE_KEYS = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype"
]);
var CONTROL = /\p{Cc}/u;
/** The limits of one parse, and what it has used of them. */
var Policy = class {
	mode;
	maxDepth;
	/** Whether scalars are counted and measured. */
	isMetered;
	#scanner;
	#scalars = 0;
	constructor(scanner, mode, maxDepth) {
		if (!SDN_MODES.includes(mode)) throw new SdnError("SDN_LIMIT", `unknown mode ${JSON.stringify(mode)}, expected one of ${SDN_MODES.join(", ")}.`);
		if (maxDepth !== void 0 && !(maxDepth >= 1)) throw new SdnError("SDN_LIMIT", `maxDepth is ${maxDepth}, expected a number of levels from 1.`);
		this.mode = mode;
		this.isMetered = mode === "untrusted" || mode === "safe";
		this.maxDepth = mode === "config" ? 1 : maxDepth ?? (this.isMetered ? UNTRUSTED_MAX_DEPTH : 1e3);
		this.#scanner = scanner;
	}
	/** Checks a dict, array or table of a level before it is read. */
	checkLevel(level, at) {
		if (level <= this.maxDepth) return;
		throw this.mode === "config" ? this.#scanner.error("SDN_CONFIG", "mode config takes scalars at the top level only.", at) : this.#scanner.error("SDN_LIMIT", `more than ${counted(this.maxDepth, "level")} of nesting.`, at);
	}
	/** Counts a scalar that was read; call it when `isMetered`. */
	checkScalar(value, at) {
		this.#scalars += 1;
		if (this.#scalars > UNTRUSTED_MAX_SCALARS) throw this.#scanner.error("SDN_LIMIT", `more than ${UNTRUSTED_MAX_SCALARS} values.`, at);
		if (typeof value === "string" && isLongerThan(value, UNTRUSTED_MAX_STRING_BYTES)) throw this.#scanner.error("SDN_LIMIT", `a string of more than ${UNTRUSTED_MAX_STRING_BYTES} bytes.`, at);
	}
	/** Checks a key or field name in mode `safe`. */
	checkKey(key, at) {
		if (this.mode !== "safe") return;
		if (!(PROTOTYPE_KEYS.has(key) || key.includes("..") || key.startsWith("/") || key.startsWith("\\") || CONTROL.test(key))) return;
		throw this.#scanner.error("SDN_KEY", "mode safe refuses this key.", at, "Keys must not be __proto__, constructor or prototype, nor hold `..`, control characters or a leading slash.");
	}
};
/** Whether text takes more bytes of UTF-8; counts only when its length leaves it open. */
function isLongerThan(text, bytes) {
	if (text.length * 3 <= bytes) return false;
	if (text.length > bytes) return true;
	let count = text.length;
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code >= 128) count += code < 2048 || code >= 55296 && code <= 57343 ? 1 : 2;
	}
	return count > bytes;
}
// src/sdn/writer.ts
var CANONICAL = {
	maxDepth: DEFAULT_MAX_DEPTH,
	unit: "    ",
	lineEnd: "\n",
	indent: "",
	level: 1,
	isFirst: true,
	hasBlankLines: true
};
/** Dicts below this level stand on one line where they can: indentation would make long text of deep trees. */
var LAST_BLOCK_LEVEL = 32;
var Writer = class {
	#out = new TextBuffer();
	#blocks = [];
	#root;
	#maxDepth;
	#layout;
	#holdTables;
	#isAfterBlock = false;
	constructor(root, layout) {
		this.#root = root;
		this.#layout = layout;
		this.#maxDepth = layout.maxDepth;
	}
	write() {
		if (!(this.#root instanceof Map)) throw refusal("", "the root is no dict.");
		this.#open(this.#root, this.#layout.indent, this.#layout.level, this.#layout.isFirst);
		for (let block = this.#blocks.at(-1); block !== void 0; block = this.#blocks.at(-1)) {
			const next = block.entries.next();
			if (next.done === true) {
				this.#blocks.pop();
				continue;
			}
			const [key, value] = next.value;
			block.key = key;
			this.#entry(block, key, value);
			block.isFirst = false;
		}
		return this.#out.toString();
	}
	#open(dict, indent, level, isFirst) {
		this.#blocks.push({
			entries: dict.entries(),
			indent,
			level,
			isFirst,
			key: ""
		});
	}
	#path = () => this.#blocks.map(({ key }) => keyPart(key)).join("").slice(1);
	/** Row and column that are being written; one array, so that a cell costs no closure. */
	#cell = [0, 0];
	#cellPath = () => `${this.#path()}[${this.#cell[0]}][${this.#cell[1]}]`;
	#entry(block, key, value) {
		const { indent, level } = block;
		const { lineEnd, unit } = this.#layout;
		const isRoot = this.#blocks.length === 1 && this.#layout.hasBlankLines;
		const isBlock = this.#isBlock(value, level + 1);
		if (isRoot && !block.isFirst && (isBlock || this.#isAfterBlock)) this.#out.push(lineEnd);
		if (isRoot) this.#isAfterBlock = isBlock;
		const start = indent + keyText(key, this.#path);
		const mustBeColon = block.isFirst && level > 1;
		if (value instanceof SdnTable) {
			this.#checkLevel(level + 1);
			if (value.fields !== null && mustBeColon) this.#out.push(`${start}:${lineEnd}`);
			this.#table(start, value, indent + unit, level + 1);
		} else if (isBlock && value instanceof Map) {
			this.#checkLevel(level + 1);
			this.#out.push(`${start}:${lineEnd}`);
			this.#open(value, indent + unit, level + 1, true);
		} else if (isBlock && Array.isArray(value)) {
			this.#out.push(`${start}:${lineEnd}`);
			this.#arrayBlock(value, indent + unit, level + 1);
		} else {
			this.#out.push(`${start}${isContainer(value) && !mustBeColon ? " = " : ": "}`);
			writeInline(this.#out, value, level + 1, this.#maxDepth, this.#path);
			this.#out.push(lineEnd);
		}
	}
	#checkLevel(level) {
		if (level > this.#maxDepth) throw refusal(this.#path(), `more than ${counted(this.#maxDepth, "level")} of nesting.`);
	}
	/** Whether a value takes lines of its own below its key. */
	#isBlock(value, level) {
		if (value instanceof SdnTable) return value.rows.length > 0;
		if (value instanceof Map) return value.size > 0 && (level <= LAST_BLOCK_LEVEL || this.#tableHolders().has(value));
		return Array.isArray(value) && level <= LAST_BLOCK_LEVEL && value.some(isContainer);
	}
	/** The dicts that hold a table at any depth: these cannot stand on one line. */
	#tableHolders() {
		if (this.#holdTables !== void 0) return this.#holdTables;
		const holders = /* @__PURE__ */ new Set();
		const parents = /* @__PURE__ */ new Map([[this.#root, []]]);
		for (const [dict] of parents) for (const value of dict.values()) {
			if (value instanceof SdnTable) holders.add(dict);
			if (!(value instanceof Map)) continue;
			const known = parents.get(value);
			if (known === void 0) parents.set(value, [dict]);
			else known.push(dict);
		}
		for (const holder of holders) for (const parent of parents.get(holder) ?? []) holders.add(parent);
		this.#holdTables = holders;
		return holders;
	}
	#arrayBlock(array, indent, level) {
		this.#checkLevel(level);
		for (const [index, item] of array.entries()) {
			this.#out.push(indent);
			writeInline(this.#out, item, level + 1, this.#maxDepth, () => `${this.#path()}[${index}]`);
			this.#out.push(this.#layout.lineEnd);
		}
	}
	#table(start, table, indent, level) {
		const { fields, types, rows } = table;
		if (fields !== null && types !== null) throw refusal(this.#path(), "a table with both fields and types.", "Make it with SdnTable.named or SdnTable.typed.");
		const names = (fields ?? types ?? []).map((name) => keyText(name, this.#path)).join(", ");
		const header = fields === null ? `${start}: table{${names}}` : `${start} |${names}|`;
		if (fields === null && (rows.length === 0 || table.width === 0)) {
			rows.forEach((row, index) => this.#checkRow(table, row, index));
			this.#out.push(`${header} = [${rows.map(() => "()").join(", ")}]${this.#layout.lineEnd}`);
			return;
		}
		this.#out.push(`${header}${this.#layout.lineEnd}`);
		for (const [index, row] of rows.entries()) {
			this.#checkRow(table, row, index);
			this.#row(row, index, indent, level);
		}
	}
	#row(row, index, indent, level) {
		this.#cell[0] = index;
		const texts = [];
		for (let column = 0; column < row.length; column += 1) {
			this.#cell[1] = column;
			const cell = row[column];
			texts.push(isContainer(cell) ? this.#inlineCell(cell, level + 1) : scalarText(cell, this.#cellPath));
		}
		this.#out.push(`${indent}${texts.join(", ")}${this.#layout.lineEnd}`);
	}
	#inlineCell(cell, level) {
		const out = new TextBuffer();
		writeInline(out, cell, level, this.#maxDepth, this.#cellPath);
		return out.toString();
	}
	#checkRow(table, row, index) {
		const { width } = table;
		if (width === 0 && table.fields !== null) {
			if (row.length === 0) throw refusal(`${this.#path()}[${index}]`, "a row without cells has no text.");
		} else if (row.length !== width) throw refusal(`${this.#path()}[${index}]`, `a row of ${counted(row.length, "cell")} in a table of ${counted(width, "column")}.`);
	}
};
/**
* Writes a tree in the canonical form: four spaces, dicts as blocks, lists on a line, tables with a row a line, LF.
* `parseSdn` reads the same tree from it, and writing that gives the same text.
*
* @throws SdnError `SDN_WRITE` for what no text can carry: NaN, infinity, integers beyond 64 bits, a table inside a list,
*   an inline dict or a cell, one with both fields and types, rows of the wrong length, half of a surrogate pair,
*   more levels than `maxDepth`
*/
function writeSdn(tree, options = {}) {
	return new Writer(tree, {
		...CANONICAL,
		maxDepth: options.maxDepth ?? 1e3
	}).write();
}
// src/sdn/scanner.ts
var ESCAPES = {
	n: "\n",
	t: "	",
	r: "\r",
	"\\": "\\",
	"\"": "\""
};
/** Longest piece of the source that a message repeats. */
var QUOTED_LENGTH = 40;
/**
* Reads the tokens of SDN from a text. Which token a character begins depends on where it stands (a key word and a
* value word have different characters), so the parser asks for what can stand at `pos`.
*
* Every method is linear in what it consumes; look-aheads (`indexOf`) are remembered, so that they stay linear in sum.
*/
var Scanner = class {
	source;
	text;
	length;
	pos;
	/** Comments read so far: what a canonical text loses. */
	comments = 0;
	#nextCr = -1;
	#nextBackslash = -1;
	#loneSurrogate;
	constructor(source) {
		this.source = source;
		this.text = source.text;
		this.length = source.text.length;
		this.pos = source.start;
		this.#loneSurrogate = findLoneSurrogate(source.text);
	}
	/** The code unit at `pos`; -1 at the end. */
	peek() {
		return this.pos < this.length ? this.text.charCodeAt(this.pos) : -1;
	}
	skipBlanks() {
		const { text } = this;
		let code = text.charCodeAt(this.pos);
		while (code === 32 || code === 9) {
			this.pos += 1;
			code = text.charCodeAt(this.pos);
		}
	}
	/** Whether a line end or the end of the text stands at `pos`. */
	atLineEnd() {
		if (this.pos >= this.length) return true;
		const code = this.text.charCodeAt(this.pos);
		return code === 10 || code === 13 && this.text.charCodeAt(this.pos + 1) === 10;
	}
	/** Whether nothing but a comment is left of the line. Blanks must be skipped before. */
	atTextEnd() {
		return this.text.charCodeAt(this.pos) === 35 || this.atLineEnd();
	}
	/** Consumes a comment if there is one, and the line end. */
	expectLineEnd(expected) {
		this.skipBlanks();
		if (this.text.charCodeAt(this.pos) === 35) this.skipComment();
		if (!this.atLineEnd()) throw this.unexpected(this.pos, expected);
		this.#skipLineEnd();
	}
	#skipLineEnd() {
		if (this.pos < this.length) this.pos += this.text.charCodeAt(this.pos) === 13 ? 2 : 1;
	}
	/** From `#` to the line end, which stays. */
	skipComment() {
		const { text, pos } = this;
		this.comments += 1;
		const lf = text.indexOf("\n", pos);
		const end = lf === -1 ? this.length : lf;
		if (this.#nextCr < pos) this.#nextCr = indexOrEnd(text, "\r", pos);
		const cr = this.#nextCr;
		const bad = Math.min(cr < end && !(cr === end - 1 && lf !== -1) ? cr : Infinity, this.#loneSurrogate);
		if (bad < end) throw bad === cr ? this.character(cr) : this.#halfSurrogate(bad);
		this.pos = cr < end ? cr : end;
	}
	/**
	* Goes to the first token of the next line that has one.
	*
	* @returns the line's indentation (space 1, tab 4), or -1 at the end of the text
	*/
	nextLine() {
		const { text } = this;
		for (;;) {
			let indent = 0;
			let code = text.charCodeAt(this.pos);
			while (code === 32 || code === 9) {
				indent += code === 32 ? 1 : 4;
				this.pos += 1;
				code = text.charCodeAt(this.pos);
			}
			if (code === 35) this.skipComment();
			if (!this.atLineEnd()) return indent;
			if (this.pos >= this.length) return -1;
			this.#skipLineEnd();
		}
	}
	/** End of the key word at `pos`, or `pos` when none starts there. */
	keyWordEnd() {
		const { text, length } = this;
		let at = this.pos;
		let bit = 1;
		while (at < length) {
			const code = text.charCodeAt(at);
			if (code < 128) {
				if ((classOf(code) & bit) === 0) break;
				at += 1;
			} else {
				const point = text.codePointAt(at);
				if ((classOf(point) & bit) === 0) break;
				at += point > 65535 ? 2 : 1;
			}
			bit = 2;
		}
		return at;
	}
	/** Whether a value word starts at `pos`. */
	atValueWord() {
		if (this.pos >= this.length) return false;
		const code = this.text.codePointAt(this.pos);
		if (code === 45) return this.pos + 1 < this.length && this.#has(this.pos + 1, 16);
		return (classOf(code) & 4) !== 0;
	}
	#has(at, bit) {
		return at < this.length && (classOf(this.text.codePointAt(at)) & bit) !== 0;
	}
	/** End of the value word that starts at `pos` (see `atValueWord`). */
	valueWordEnd() {
		const { text, length, pos } = this;
		const first = text.charCodeAt(pos);
		let mayBeNumber = first === 45 || first >= 48 && first <= 57;
		let at = pos + (first >= 55296 && first <= 56319 ? 2 : 1);
		while (at < length) {
			const code = text.charCodeAt(at);
			if (code < 128) {
				if (code === 35 && mayBeNumber) {
					if (numberKind(text, pos, at) !== null) break;
					mayBeNumber = false;
				}
				if ((classOf(code) & 8) !== 0) {
					at += 1;
					continue;
				}
				if (code !== 58) break;
				let after = at + 1;
				while (text.charCodeAt(after) === 58) after += 1;
				if (!this.#has(after, 8)) break;
				mayBeNumber = false;
				at = after;
			} else {
				const point = text.codePointAt(at);
				if ((classOf(point) & 8) === 0) break;
				at += point > 65535 ? 2 : 1;
			}
		}
		return at;
	}
	/** Reads the string at `pos`, which is at its opening quote; `pos` is after the closing one then. */
	string() {
		const { text } = this;
		const open = this.pos;
		const close = text.indexOf("\"", open + 1);
		if (close === -1) throw this.#unclosed(open);
		if (this.#nextBackslash < open) this.#nextBackslash = indexOrEnd(text, "\\", open);
		const value = this.#nextBackslash > close ? this.#plainString(open, close) : this.#escapedString(open);
		if (this.#loneSurrogate < this.pos) throw this.#halfSurrogate(this.#loneSurrogate);
		return value;
	}
	#plainString(open, close) {
		this.pos = close + 1;
		return this.text.slice(open + 1, close);
	}
	#escapedString(open) {
		const { text, length } = this;
		const parts = [];
		let from = open + 1;
		for (let at = from; at < length; at += 1) {
			const code = text.charCodeAt(at);
			if (code === 34) {
				this.pos = at + 1;
				parts.push(text.slice(from, at));
				return parts.join("");
			}
			if (code !== 92) continue;
			const escape = ESCAPES[text.charAt(at + 1)];
			at += 1;
			if (escape === void 0) continue;
			parts.push(text.slice(from, at - 1), escape);
			from = at + 1;
		}
		throw this.#unclosed(open);
	}
	#unclosed(open) {
		return this.error("SDN_STRING", "this string has no closing `\"`.", open);
	}
	#halfSurrogate(at) {
		const code = this.text.charCodeAt(at).toString(16).toUpperCase();
		return this.error("SDN_ENCODING", `half of a surrogate pair (U+${code}), which is no UTF-8 text.`, at);
	}
	error(code, message, at, hint) {
		return this.source.error(code, message, at, hint);
	}
	/** The error for a character that can stand nowhere outside strings. */
	character(at) {
		const code = this.text.codePointAt(at) ?? 0;
		if (code >= 55296 && code <= 57343) return this.#halfSurrogate(at);
		const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
		const hint = code === 13 ? "A carriage return ends a line only before a line feed." : "Text with such characters needs `\"`.";
		return this.error("SDN_CHARACTER", `unexpected character ${name}.`, at, hint);
	}
	/** The error for what stands at an offset, where something else was expected. */
	unexpected(at, expected) {
		const code = this.text.codePointAt(at) ?? 0;
		if (at < this.length) {
			if (code === 39 || code === 96) {
				const mark = String.fromCharCode(code);
				return this.error("SDN_CHARACTER", `${mark} quotes nothing in SDN; expected ${expected}.`, at, "Use double quotes.");
			}
			if (!(code === 13 && this.text.charCodeAt(at + 1) === 10) && !isNamed(code)) return this.character(at);
		}
		return this.error("SDN_UNEXPECTED", `found ${this.#describe(at)}, expected ${expected}.`, at);
	}
	#describe(at) {
		if (at >= this.length) return "the end of the text";
		const code = this.text.charCodeAt(at);
		if (code === 10 || code === 13) return "the end of the line";
		if (code === 35) return "a comment";
		if (code === 34) return "a string";
		this.pos = at;
		const end = this.atValueWord() ? this.valueWordEnd() : at + 1;
		return `\`${this.text.slice(at, Math.min(end, at + QUOTED_LENGTH))}${end > at + QUOTED_LENGTH ? "…" : ""}\``;
	}
};
var NAMED = new Set(Array.from("\n\"#:=|,()[]{}+%~>?-", (character) => character.charCodeAt(0)));
/** Whether some rule of SDN names the character: others are errors wherever they stand. */
function isNamed(code) {
	return NAMED.has(code) || classOf(code) !== 0;
}
function indexOrEnd(text, search, from) {
	const at = text.indexOf(search, from);
	return at === -1 ? Number.POSITIVE_INFINITY : at;
}
// src/sdn/spans.ts
/** Where everything of a tree stands in its text, by the containers' identity. Filled by the parser on request. */
var SpanTable = class {
	dicts = /* @__PURE__ */ new Map();
	arrays = /* @__PURE__ */ new Map();
	tables = /* @__PURE__ */ new Map();
	dict(dict, form) {
		const spans = {
			form,
			entries: [],
			last: void 0
		};
		this.dicts.set(dict, spans);
		return spans;
	}
	array(array, form) {
		const spans = {
			form,
			items: []
		};
		this.arrays.set(array, spans);
		return spans;
	}
	table(table, names, headerEnd) {
		const spans = {
			form: "none",
			names,
			rows: [],
			headerEnd
		};
		this.tables.set(table, spans);
		return spans;
	}
};
// src/sdn/table-parser.ts
/** Field or type names up to the closing character; `pos` is after the opening one, then after the closing one. */
function parseNames(values, close) {
	const { scanner, policy } = values;
	const what = close === 124 ? "field" : "type";
	const end = close === 124 ? "`|`" : "`}`";
	const names = [];
	const spans = [];
	for (;;) {
		scanner.skipBlanks();
		if (scanner.peek() === close) break;
		const { key, start, end: keyEnd } = values.key(`the name of a ${what} or ${end}`);
		if (close === 124) policy.checkKey(key, start);
		names.push(key);
		spans.push(start, keyEnd);
		scanner.skipBlanks();
		if (scanner.peek() === close) break;
		if (scanner.peek() !== 44) throw scanner.unexpected(scanner.pos, `\`,\` or ${end}`);
		scanner.pos += 1;
	}
	scanner.pos += 1;
	return {
		names,
		spans
	};
}
/** Whether a `{` follows the word `table`, which ends at `end`. */
function isTypedHeader(values, end) {
	const { scanner } = values;
	const back = scanner.pos;
	scanner.pos = end;
	scanner.skipBlanks();
	const found = scanner.peek() === 123;
	if (!found) scanner.pos = back;
	return found;
}
/** The cells of one row, to the end of its line (which stays). `level` is that of a list or dict in a cell. */
function parseRow(values, table, level, spans) {
	const { scanner, policy } = values;
	const first = scanner.pos;
	const above = table.rows.at(-1);
	const { cells } = values;
	let count = 0;
	const rowSpans = spans === null ? null : {
		start: first,
		end: first,
		cells: []
	};
	for (;;) {
		scanner.skipBlanks();
		const start = scanner.pos;
		const code = scanner.peek();
		if (code === 44 || scanner.atTextEnd()) {
			if (policy.isMetered) policy.checkScalar("", start);
			cells[count] = "";
		} else if (code === 34) cells[count] = values.string();
		else if (code === 91 || code === 123) cells[count] = values.inline(level);
		else if (scanner.atValueWord()) cells[count] = values.words(above?.[count]);
		else throw scanner.unexpected(start, "a cell");
		count += 1;
		rowSpans?.cells.push(start, scanner.pos);
		if (rowSpans !== null) rowSpans.end = scanner.pos;
		scanner.skipBlanks();
		if (scanner.peek() === 44) {
			scanner.pos += 1;
			if (rowSpans !== null) rowSpans.end = scanner.pos;
			continue;
		}
		if (scanner.atTextEnd()) break;
		throw scanner.unexpected(scanner.pos, "`,` or the end of the row");
	}
	addRow(values, table, cells.slice(0, count), first, "A cell may be empty, its comma not missing.");
	if (rowSpans !== null) spans?.rows.push(rowSpans);
}
/** `[(..), (..)]`; `pos` is at the `[`, then after the `]`. */
function parseTuples(values, table, level, spans) {
	const { scanner } = values;
	if (scanner.peek() !== 91) throw scanner.unexpected(scanner.pos, "`[` with the rows");
	scanner.pos += 1;
	if (spans !== null) spans.form = "tuples";
	for (;;) {
		scanner.skipBlanks();
		if (scanner.peek() === 93) break;
		if (scanner.peek() !== 40) throw scanner.unexpected(scanner.pos, "a row in `(` `)`, or `]`");
		parseTuple(values, table, level, spans);
		scanner.skipBlanks();
		if (scanner.peek() === 93) break;
		if (scanner.peek() !== 44) throw scanner.unexpected(scanner.pos, "`,` or `]`");
		scanner.pos += 1;
	}
	scanner.pos += 1;
}
function parseTuple(values, table, level, spans) {
	const { scanner } = values;
	const cells = [];
	const rowSpans = {
		start: scanner.pos,
		end: scanner.pos,
		cells: []
	};
	scanner.pos += 1;
	scanner.skipBlanks();
	const first = scanner.pos;
	while (scanner.peek() !== 41) {
		const start = scanner.pos;
		cells.push(values.item(level, "a value or `)`"));
		rowSpans.cells.push(start, scanner.pos);
		scanner.skipBlanks();
		if (scanner.peek() === 41) break;
		if (scanner.peek() !== 44) throw scanner.unexpected(scanner.pos, "`,` or `)`");
		scanner.pos += 1;
		scanner.skipBlanks();
	}
	scanner.pos += 1;
	rowSpans.end = scanner.pos;
	addRow(values, table, cells, first, "Between brackets every value is written, an empty one as \"\" or null.");
	spans?.rows.push(rowSpans);
}
/** @param advice what to do where cells are missing */
function addRow(values, table, cells, first, advice) {
	const { width } = table;
	if (cells.length !== width && !(width === 0 && table.fields !== null)) {
		const columns = counted(width, table.fields === null ? "type" : "field");
		throw values.scanner.error("SDN_ROW", `a row of ${counted(cells.length, "cell")} in a table of ${columns}.`, first, cells.length > width ? "A cell with a comma in it needs `\"`." : advice);
	}
	table.rows.push(cells);
}
// src/sdn/value-parser.ts
/** First letters of the words that are no strings. */
var LOWER_F = 102;
var LOWER_N = 110;
var LOWER_T = 116;
/** Digits that always make a safe integer. */
var FAST_DIGITS = 15;
/** Reads what stands within a line: keys, scalars, lists, dicts. */
var ValueParser = class {
	scanner;
	policy;
	spans;
	/** The cells of the row that is being read; rows hold no rows, so one array serves all. */
	cells = [];
	constructor(scanner, policy, spans) {
		this.scanner = scanner;
		this.policy = policy;
		this.spans = spans;
	}
	/** A key, field or type name: a key word or a string. */
	key(expected) {
		const { scanner } = this;
		const start = scanner.pos;
		if (scanner.peek() === 34) return {
			key: scanner.string(),
			start,
			end: scanner.pos
		};
		const end = scanner.keyWordEnd();
		if (end === start) throw scanner.unexpected(start, expected);
		scanner.pos = end;
		return {
			key: scanner.text.slice(start, end),
			start,
			end
		};
	}
	/** A scalar, list or dict; `level` is that of a container that would start here. */
	item(level, expected) {
		const { scanner } = this;
		const code = scanner.peek();
		if (code === 91 || code === 123) return this.inline(level);
		if (code === 34) return this.string();
		if (!scanner.atValueWord()) throw scanner.unexpected(scanner.pos, expected);
		return this.word();
	}
	string() {
		const start = this.scanner.pos;
		const value = this.scanner.string();
		if (this.policy.isMetered) this.policy.checkScalar(value, start);
		return value;
	}
	/** One value word. */
	word() {
		const { scanner } = this;
		const start = scanner.pos;
		scanner.pos = scanner.valueWordEnd();
		const value = this.#wordValue(start, scanner.pos);
		if (this.policy.isMetered) this.policy.checkScalar(value, start);
		return value;
	}
	/**
	* A value word, or several that are one string because the first of them is a string. `last` is the cell above, whose
	* string is used again for the same text: columns often repeat a few words a million times.
	*/
	words(last) {
		const { scanner } = this;
		const start = scanner.pos;
		scanner.pos = scanner.valueWordEnd();
		const firstEnd = scanner.pos;
		let value = this.#wordValue(start, firstEnd, last);
		if (typeof value === "string") {
			let end = firstEnd;
			for (;;) {
				scanner.skipBlanks();
				if (scanner.pos === end || !scanner.atValueWord()) break;
				end = scanner.valueWordEnd();
				scanner.pos = end;
			}
			scanner.pos = end;
			if (end !== firstEnd) value = scanner.text.slice(start, end);
		}
		if (this.policy.isMetered) this.policy.checkScalar(value, start);
		return value;
	}
	#wordValue(start, end, last) {
		const { text } = this.scanner;
		const first = text.charCodeAt(start);
		if (first <= 57 && (first >= 48 || first === 45)) return this.#numberOrString(start, end);
		const length = end - start;
		if (length <= 5 && (first === LOWER_T || first === LOWER_F || first === LOWER_N)) switch (text.slice(start, end)) {
			case "true": return true;
			case "false": return false;
			case "null":
			case "nil": return null;
		}
		if (typeof last === "string" && last.length === length && text.startsWith(last, start)) return last;
		return text.slice(start, end);
	}
	#numberOrString(start, end) {
		const { scanner } = this;
		const { text } = scanner;
		if (end - start <= FAST_DIGITS) {
			let value = 0;
			let at = start;
			for (; at < end; at += 1) {
				const code = text.charCodeAt(at);
				if (code < 48 || code > 57) break;
				value = value * 10 + (code - 48);
			}
			if (at === end) return value;
		}
		const kind = numberKind(text, start, end);
		const word = text.slice(start, end);
		if (kind === null) return word;
		if (kind === "int") {
			const value = parseInteger(word);
			if (value !== void 0) return value;
			throw scanner.error("SDN_NUMBER", "this integer is outside -2^63 .. 2^63-1.", start, "Quote it to keep it as text.");
		}
		const value = parseFloat64(word);
		if (value !== void 0) return new SdnFloat(value);
		throw scanner.error("SDN_NUMBER", "this float is infinite as an IEEE double.", start, "Quote it to keep it as text.");
	}
	/** The list or dict that starts at `pos`. */
	inline(level) {
		const { scanner } = this;
		const stack = [];
		let frame = this.#open(level);
		const root = frame.array ?? frame.dict;
		let isAfterItem = false;
		for (;;) {
			scanner.skipBlanks();
			const code = scanner.peek();
			if (code === frame.close) {
				scanner.pos += 1;
				const parent = stack.pop();
				if (parent === void 0) return root;
				frame = parent;
				this.#endItem(frame);
				isAfterItem = true;
				continue;
			}
			if (isAfterItem) {
				if (code !== 44) throw scanner.unexpected(scanner.pos, `\`,\` or ${closing(frame)}`);
				scanner.pos += 1;
				isAfterItem = false;
				continue;
			}
			const key = frame.dict === null ? null : this.#pairKey(frame);
			const start = scanner.pos;
			const next = scanner.peek();
			if (frame.arraySpans !== null) frame.arraySpans.items.push(start, start);
			if (next === 91 || next === 123) {
				const inner = this.#open(level + stack.length + 1);
				put(frame, key, inner.array ?? inner.dict);
				stack.push(frame);
				frame = inner;
				continue;
			}
			put(frame, key, this.item(level, key === null ? `a value or ${closing(frame)}` : "a value after the key"));
			this.#endItem(frame);
			isAfterItem = true;
		}
	}
	#open(level) {
		const { scanner, spans } = this;
		this.policy.checkLevel(level, scanner.pos);
		const isArray = scanner.peek() === 91;
		scanner.pos += 1;
		const array = isArray ? [] : null;
		const dict = isArray ? null : /* @__PURE__ */ new Map();
		return {
			array,
			dict,
			close: isArray ? 93 : 125,
			arraySpans: spans === null || array === null ? null : spans.array(array, "inline"),
			dictSpans: spans === null || dict === null ? null : spans.dict(dict, "inline")
		};
	}
	#pairKey(frame) {
		const { scanner } = this;
		const { key, start, end } = this.key("a key or `}`");
		this.policy.checkKey(key, start);
		scanner.skipBlanks();
		if (scanner.peek() !== 58) throw scanner.unexpected(scanner.pos, "`:` after the key");
		const operator = scanner.pos;
		scanner.pos += 1;
		scanner.skipBlanks();
		frame.dictSpans?.entries.push({
			key,
			keyStart: start,
			keyEnd: end,
			operator,
			valueStart: scanner.pos,
			valueEnd: scanner.pos
		});
		return key;
	}
	/** Notes where the item that was just read ends. */
	#endItem(frame) {
		if (frame.arraySpans !== null) frame.arraySpans.items[frame.arraySpans.items.length - 1] = this.scanner.pos;
		const entry = frame.dictSpans?.entries.at(-1);
		if (entry !== void 0) entry.valueEnd = this.scanner.pos;
	}
};
function put(frame, key, value) {
	if (key === null) frame.array.push(value);
	else frame.dict.set(key, value);
}
function closing(frame) {
	return frame.array === null ? "`}`" : "`]`";
}
// src/sdn/parser.ts
/** Reads a document line by line. Open blocks are a stack of our own: depth of input never reaches the stack of JavaScript. */
var DocumentParser = class {
	#scanner;
	#policy;
	#values;
	#spans;
	#blocks = [];
	#opener = null;
	/** End of the last token read. */
	#end = 0;
	constructor(source, options, spans) {
		this.#scanner = new Scanner(source);
		this.#policy = new Policy(this.#scanner, options.mode ?? "default", options.maxDepth);
		this.#values = new ValueParser(this.#scanner, this.#policy, spans);
		this.#spans = spans;
	}
	get comments() {
		return this.#scanner.comments;
	}
	parse() {
		const root = /* @__PURE__ */ new Map();
		this.#blocks.push({
			indent: 0,
			level: 1,
			content: {
				kind: "dict",
				dict: root,
				spans: this.#spans?.dict(root, "block") ?? null
			},
			entry: null
		});
		for (;;) {
			const indent = this.#scanner.nextLine();
			if (indent === -1) break;
			this.#line(this.#blockOf(indent));
		}
		this.#closeOpener();
		while (this.#blocks.length > 0) this.#closeBlock();
		return root;
	}
	/** The block that a line belongs to, by its indentation; opens and closes blocks. */
	#blockOf(indent) {
		const top = this.#blocks.at(-1);
		if (indent > top.indent) return this.#openBlock(top, indent);
		this.#closeOpener();
		let block = top;
		const closed = [];
		while (indent < block.indent) {
			closed.push(block.indent);
			this.#closeBlock();
			block = this.#blocks.at(-1);
		}
		if (indent !== block.indent) {
			const columns = [...closed, block.indent].toReversed().map((column) => column + 1);
			throw this.#scanner.error("SDN_INDENT", `this line stands at column ${indent + 1}, where no block is open.`, this.#scanner.pos, `Open blocks around it stand at ${columns.slice(0, 5).join(", ")}; a tab counts 4.`);
		}
		return block;
	}
	/** Settles that the last line has no block: `key:` is null then. */
	#closeOpener() {
		const opener = this.#opener;
		if (opener === null) return;
		this.#opener = null;
		if (opener.table === null && this.#policy.isMetered) this.#policy.checkScalar(null, opener.keyStart);
	}
	#closeBlock() {
		const block = this.#blocks.pop();
		if (block.entry !== null) block.entry.valueEnd = this.#end;
	}
	#openBlock(parent, indent) {
		const opener = this.#opener;
		const { pos } = this.#scanner;
		if (opener === null) {
			const isFirst = this.#end === 0;
			throw this.#scanner.error("SDN_INDENT", isFirst ? "the first line is indented." : "this line is deeper than the line above, which opens no block.", pos, isFirst ? "Start it at column 1." : "Only `key:` and a table header have lines below them.");
		}
		this.#opener = null;
		const content = opener.table === null ? this.#blockContent(parent.level + 1) : this.#rowsContent(opener.table);
		if (content.kind === "dict") opener.dict.set(opener.key, content.dict);
		if (content.kind === "array") opener.dict.set(opener.key, content.array);
		const { entry } = opener;
		if (entry !== null && entry.valueStart === -1) entry.valueStart = pos;
		const block = {
			indent,
			level: parent.level + 1,
			content,
			entry
		};
		this.#blocks.push(block);
		return block;
	}
	#rowsContent(opened) {
		if (opened.spans !== null) opened.spans.form = "block";
		return {
			kind: "rows",
			table: opened.table,
			spans: opened.spans
		};
	}
	#blockContent(level) {
		this.#policy.checkLevel(level, this.#scanner.pos);
		if (this.#atStatement()) {
			const dict = /* @__PURE__ */ new Map();
			return {
				kind: "dict",
				dict,
				spans: this.#spans?.dict(dict, "block") ?? null
			};
		}
		const array = [];
		return {
			kind: "array",
			array,
			spans: this.#spans?.array(array, "block") ?? null
		};
	}
	/** Whether the line starts with a key and `:`, `=` or `|`. */
	#atStatement() {
		const scanner = this.#scanner;
		const back = scanner.pos;
		if (scanner.peek() === 34) scanner.string();
		else scanner.pos = scanner.keyWordEnd();
		let found = false;
		if (scanner.pos > back) {
			scanner.skipBlanks();
			const code = scanner.peek();
			found = code === 58 || code === 61 || code === 124;
		}
		scanner.pos = back;
		return found;
	}
	#line({ content, level }) {
		const scanner = this.#scanner;
		switch (content.kind) {
			case "dict":
				this.#statement(content.dict, content.spans, level);
				return;
			case "array": {
				const start = scanner.pos;
				content.array.push(this.#values.item(level + 1, "a value"));
				content.spans?.items.push(start, scanner.pos);
				break;
			}
			case "rows": parseRow(this.#values, content.table, level + 1, content.spans);
		}
		this.#endLine();
	}
	#endLine() {
		this.#end = this.#scanner.pos;
		this.#scanner.expectLineEnd("the end of the line");
	}
	#statement(dict, spans, level) {
		const scanner = this.#scanner;
		const { key, start, end } = this.#values.key("a key");
		this.#policy.checkKey(key, start);
		scanner.skipBlanks();
		const operator = scanner.pos;
		const code = scanner.peek();
		if (code !== 58 && code !== 61 && code !== 124) throw scanner.unexpected(operator, "`:`, `=` or `|` after the key");
		let entry = null;
		if (spans !== null) {
			entry = {
				key,
				keyStart: start,
				keyEnd: end,
				operator,
				valueStart: -1,
				valueEnd: operator + 1
			};
			spans.entries.push(entry);
		}
		const opener = {
			dict,
			key,
			keyStart: start,
			entry,
			table: null
		};
		if (code === 124) {
			this.#namedTable(opener, level + 1);
			return;
		}
		scanner.pos += 1;
		scanner.skipBlanks();
		if (code === 58) this.#afterColon(opener, level + 1);
		else this.#value(opener, scanner.pos, this.#values.item(level + 1, "a value after `=`"));
	}
	/** Sets a value that started at `start` and ends at `pos`, and ends the line. */
	#value(opener, start, value) {
		opener.dict.set(opener.key, value);
		if (opener.entry !== null) {
			opener.entry.valueStart = start;
			opener.entry.valueEnd = this.#scanner.pos;
		}
		this.#endLine();
	}
	#afterColon(opener, level) {
		const scanner = this.#scanner;
		const start = scanner.pos;
		if (scanner.atTextEnd()) {
			opener.dict.set(opener.key, null);
			this.#opener = opener;
			this.#end = opener.entry?.valueEnd ?? start;
			scanner.expectLineEnd("the end of the line");
			return;
		}
		const code = scanner.peek();
		if (code === 34 || code === 91 || code === 123) {
			this.#value(opener, start, this.#values.item(level, "a value"));
			return;
		}
		if (!scanner.atValueWord()) throw scanner.unexpected(start, "a value, or the end of the line");
		if (scanner.valueWordEnd() === start + 5 && scanner.text.startsWith("table", start) && isTypedHeader(this.#values, start + 5)) this.#typedTable(opener, level, start);
		else this.#value(opener, start, this.#values.words());
	}
	/** `pos` is at the first `|`. */
	#namedTable(opener, level) {
		const scanner = this.#scanner;
		const start = scanner.pos;
		this.#policy.checkLevel(level, start);
		scanner.pos += 1;
		const { names, spans: nameSpans } = parseNames(this.#values, 124);
		const table = SdnTable.named(names);
		const spans = this.#spans?.table(table, nameSpans, scanner.pos) ?? null;
		opener.dict.set(opener.key, table);
		this.#endHeader(opener, start);
		scanner.skipBlanks();
		if (scanner.atTextEnd()) this.#opener = {
			...opener,
			table: {
				table,
				spans
			}
		};
		else {
			if (spans !== null) spans.form = "line";
			parseRow(this.#values, table, level + 1, spans);
			this.#endHeader(opener, start);
		}
		scanner.expectLineEnd("the end of the line");
	}
	/** `pos` is at the `{` after `table`. */
	#typedTable(opener, level, start) {
		const scanner = this.#scanner;
		this.#policy.checkLevel(level, start);
		scanner.pos += 1;
		const { names, spans: nameSpans } = parseNames(this.#values, 125);
		const table = SdnTable.typed(names);
		const spans = this.#spans?.table(table, nameSpans, scanner.pos) ?? null;
		opener.dict.set(opener.key, table);
		this.#endHeader(opener, start);
		scanner.skipBlanks();
		if (scanner.peek() === 61) {
			scanner.pos += 1;
			scanner.skipBlanks();
			parseTuples(this.#values, table, level + 1, spans);
			this.#endHeader(opener, start);
			scanner.expectLineEnd("the end of the line");
			return;
		}
		scanner.expectLineEnd("`=` or the end of the line");
		this.#opener = {
			...opener,
			table: {
				table,
				spans
			}
		};
	}
	#endHeader({ entry }, start) {
		this.#end = this.#scanner.pos;
		if (entry === null) return;
		entry.valueStart = start;
		entry.valueEnd = this.#scanner.pos;
	}
};
/**
* Parses an SDN document.
*
* @param text - the document; a BOM at its start is skipped
* @returns the root dict
* @throws SdnError with code, line and column of the first fault; nothing is dropped or repaired
*/
function parseSdn(text, options = {}) {
	return new DocumentParser(new SourceText(text, options.file), options, null).parse();
}
/** As `parseSdn`, and where everything stands. */
function parseWithSpans(source, options) {
	const spans = new SpanTable();
	const parser = new DocumentParser(source, options, spans);
	return {
		tree: parser.parse(),
		spans,
		comments: parser.comments
	};
}
// src/model/config-from-sdn.ts
/**
* Reads SDN into the tree that the schema is checked on.
*
* @param hasPlaces Whether nodes carry lines and columns: dearer, and needed only once there is something to say.
* @throws SdnError
*/
function sdnToNode(text, file, hasPlaces) {
	if (!hasPlaces) return new NodeBuilder(file).build(parseSdn(text, { file }), -1);
	const source = new SourceText(text, file);
	const { tree, spans } = parseWithSpans(source, { file });
	return new NodeBuilder(file, source, spans).build(tree, source.start);
}
var NodeBuilder = class {
	#file;
	#source;
	#spans;
	constructor(file, source, spans) {
		this.#file = file;
		this.#source = source;
		this.#spans = spans;
	}
	build(value, offset) {
		const place = this.#place(offset);
		if (value instanceof SdnFloat) return {
			kind: "scalar",
			value: value.value,
			place
		};
		if (typeof value !== "object" || value === null) return {
			kind: "scalar",
			value,
			place
		};
		if (Array.isArray(value)) {
			const items = this.#spans?.arrays.get(value)?.items;
			return {
				kind: "list",
				place,
				items: value.map((item, i) => this.build(item, items?.[2 * i] ?? offset))
			};
		}
		return value instanceof SdnTable ? this.#table(value, place, offset) : this.#dict(value, place);
	}
	#dict(value, place) {
		const spans = new Map(this.#spans?.dicts.get(value)?.entries.map((entry) => [entry.key, entry]));
		return {
			kind: "dict",
			place,
			entries: [...value].map(([key, item]) => {
				const span = spans.get(key);
				const keyOffset = span?.keyStart ?? -1;
				const start = span === void 0 || span.valueStart < 0 ? keyOffset : span.valueStart;
				return {
					key,
					keyPlace: this.#place(keyOffset),
					value: this.build(item, start)
				};
			})
		};
	}
	#table(value, place, offset) {
		const rows = this.#spans?.tables.get(value)?.rows;
		return {
			kind: "table",
			place,
			fields: value.fields ?? [],
			rowCount: value.rows.length,
			cell: (row, column) => {
				const span = rows?.[row];
				return this.build(value.rows[row]?.[column] ?? null, span?.cells[2 * column] ?? span?.start ?? offset);
			}
		};
	}
	#place(offset) {
		if (this.#source === void 0 || offset < 0) return { file: this.#file };
		return {
			file: this.#file,
			...this.#source.place(offset)
		};
	}
};
// src/model/config-from-yaml.ts
/**
* Reads YAML (1.2) into the tree that the schema is checked on.
*
* @throws LayoutError `YAML_SYNTAX` with line and column.
*/
function yamlToNode(text, file) {
	const { LineCounter, parseDocument } = yaml();
	const lines = new LineCounter();
	const document = parseDocument(text, {
		lineCounter: lines,
		prettyErrors: false,
		strict: true
	});
	const place = (offset) => {
		if (offset === void 0) return { file };
		const { line, col } = lines.linePos(offset);
		return {
			file,
			line,
			column: col
		};
	};
	const error = document.errors[0];
	if (error !== void 0) throw new LayoutError("YAML_SYNTAX", error.message.replace(/\.?$/, "."), place(error.pos[0]));
	return toNode$1(document.contents, document, place, /* @__PURE__ */ new Set());
}
function toNode$1(node, document, place, open) {
	const { isAlias, isMap, isScalar, isSeq } = yaml();
	if (isAlias(node)) {
		const target = node.resolve(document);
		if (target === void 0 || open.has(target)) throw new LayoutError("YAML_SYNTAX", `the alias *${node.source} leads nowhere.`, place(node.range?.[0]));
		return toNode$1(target, document, place, open);
	}
	if (isMap(node)) {
		const inner = /* @__PURE__ */ new Set([...open, node]);
		const entries = node.items.map(({ key, value }) => {
			const keyPlace = place(isScalar(key) ? key.range?.[0] : node.range?.[0]);
			if (!isScalar(key)) throw new LayoutError("YAML_SYNTAX", "a key is not a plain text.", keyPlace);
			const built = toNode$1(value, document, place, inner);
			return {
				key: String(key.value),
				keyPlace,
				value: built.place.line === void 0 ? {
					...built,
					place: keyPlace
				} : built
			};
		});
		return {
			kind: "dict",
			place: place(node.range?.[0]),
			entries
		};
	}
	if (isSeq(node)) {
		const inner = /* @__PURE__ */ new Set([...open, node]);
		const items = node.items.map((item) => toNode$1(item, document, place, inner));
		return {
			kind: "list",
			place: place(node.range?.[0]),
			items
		};
	}
	if (!isScalar(node)) return {
		kind: "scalar",
		value: null,
		place: place(void 0)
	};
	const { value } = node;
	return {
		kind: "scalar",
		value: typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? value : value === null ? null : String(value),
		place: place(node.range?.[0])
	};
}
// src/model/config-node.ts
/** What a node is, for messages. */
function describeNode(node) {
	if (node.kind === "list") return "a list";
	if (node.kind === "dict") return "a block of keys";
	if (node.kind === "table") return "a table";
	if (node.value === null) return "nothing";
	if (typeof node.value === "string") return `the text ${JSON.stringify(node.value)}`;
	return `${typeof node.value === "boolean" ? "the boolean" : "the number"} ${node.value}`;
}
/** An error that says what stands at a key and what was expected there. */
function typeError(node, what, expected) {
	return new LayoutError("CONFIG_TYPE", `${what} is ${describeNode(node)}, expected ${expected}.`, node.place);
}
/** An error for a key that the schema does not know. */
function unknownKey(entry, where, known) {
	return new LayoutError("CONFIG_UNKNOWN_KEY", `unknown key ${JSON.stringify(entry.spelling ?? entry.key)} in ${where}, expected one of ${known.join(", ")}.`, entry.keyPlace);
}
// src/model/layout-config-data.ts
var INFERENCE_KINDS = [
	"markers",
	"time",
	"rate"
];
var CONFLICT_POLICIES = [
	"ignore",
	"warn",
	"error"
];
var DEFAULT_BUDGET = {
	startup: PHASE_INFO.startup.budget,
	first_frame: PHASE_INFO.first_frame.budget,
	steady: PHASE_INFO.steady.budget,
	cold: PHASE_INFO.cold.budget
};
/** Whether this is a page size that can be packed for: a power of two from 256 bytes to 1 GiB. */
function isPageSize(size) {
	return Number.isInteger(size) && size >= 256 && size <= 2 ** 30 && (size & size - 1) === 0;
}
// src/model/config-schema.ts
function placeKey(kind, group, text) {
	return `${kind}\0${group}\0${text}`;
}
var KEYS = [
	"page_size",
	"budgets",
	"patterns",
	"anchors",
	"inference",
	"annotation_conflicts",
	"scenarios",
	"overrides",
	"acknowledged",
	"recorded"
];
/**
* Checks a configuration's root and takes it apart: one key `layout` with the block of settings.
*
* @throws LayoutError with the place of the first part that the schema does not allow.
*/
function decodeConfigRoot(root) {
	if (root.kind === "scalar" && root.value === null) return {
		data: {},
		places: /* @__PURE__ */ new Map()
	};
	const { entries } = dict(root, "the configuration", "a block `layout:`");
	let layout;
	for (const entry of entries) {
		if (entry.key !== "layout") throw unknownKey(entry, "the file", ["layout"]);
		layout = entry.value;
	}
	return layout === void 0 ? {
		data: {},
		places: /* @__PURE__ */ new Map()
	} : decodeConfigBody(layout);
}
/** Checks the block that stands under `layout:`. */
function decodeConfigBody(layout) {
	const data = {};
	const places = /* @__PURE__ */ new Map();
	if (layout.kind === "scalar" && layout.value === null) return {
		data,
		places
	};
	for (const entry of dict(layout, "`layout`", "a block of keys").entries) {
		if (!isConfigKey(entry.key)) throw unknownKey(entry, "`layout`", KEYS);
		if (entry.value.kind === "scalar" && entry.value.value === null) continue;
		decodeKey(entry.key, entry.value, data, places);
	}
	return {
		data,
		places
	};
}
function isConfigKey(key) {
	return KEYS.some((known) => known === key);
}
function decodeKey(key, node, data, places) {
	switch (key) {
		case "page_size":
			data.pageSize = pageSize(node);
			return;
		case "budgets":
			data.budgets = Object.fromEntries(phaseEntries(node, "`budgets`").map(([phase, value]) => [phase, budget(value, phase)]));
			return;
		case "patterns":
			data.patterns = Object.fromEntries(phaseEntries(node, "`patterns`").map(([phase, value]) => [phase, patternList(value, `the patterns of ${phase}`, (text, place) => {
				places.set(placeKey("pattern", phase, text), place);
			})]));
			return;
		case "anchors":
			data.anchorPatterns = anchors(node, places);
			return;
		case "inference":
			data.inference = choice(node, "`inference`", INFERENCE_KINDS);
			return;
		case "annotation_conflicts":
			data.annotationConflicts = choice(node, "`annotation_conflicts`", CONFLICT_POLICIES);
			return;
		case "scenarios":
			data.scenarios = scenarios(node, places);
			return;
		case "overrides":
			data.overrides = overrides(node, places);
			return;
		case "acknowledged":
			data.acknowledged = acknowledged(node);
			return;
		case "recorded": data.recorded = recorded(node);
	}
}
function dict(node, what, expected) {
	if (node.kind !== "dict") throw typeError(node, what, expected);
	return node;
}
function string(node, what, expected = "a text") {
	if (node.kind !== "scalar" || typeof node.value !== "string") throw typeError(node, what, expected);
	return node.value;
}
function choice(node, what, choices) {
	const text = string(node, what, `one of ${choices.join(", ")}`);
	const found = choices.find((one) => one === text);
	if (found === void 0) throw typeError(node, what, `one of ${choices.join(", ")}`);
	return found;
}
function number(node, what, expected, isValid) {
	if (node.kind !== "scalar" || typeof node.value !== "number" || !isValid(node.value)) throw typeError(node, what, expected);
	return node.value;
}
function pageSize(node) {
	return number(node, "`page_size`", "a power of two in bytes, such as 4096 or 16384 (256 to 1073741824)", isPageSize);
}
function isCount(value) {
	return Number.isSafeInteger(value) && value >= 0;
}
function budget(node, phase) {
	return number(node, `the budget of ${phase}`, "a whole number of pages, 0 (none) or more", isCount);
}
function phase(node, what) {
	const text = string(node, what, `one of ${PHASES.join(", ")}`);
	const found = findPhase(text);
	if (found !== void 0) return found;
	throw new LayoutError("UNKNOWN_PHASE", `${what} is ${JSON.stringify(text)}, expected one of ${PHASES.join(", ")}.`, node.place);
}
function phaseEntries(node, what) {
	const { entries } = dict(node, what, `a block with the keys ${PHASES.join(", ")}`);
	return entries.filter(({ value }) => !(value.kind === "scalar" && value.value === null)).map((entry) => {
		const found = findPhase(entry.key);
		if (found === void 0) throw unknownPhaseKey(entry, what);
		return [found, entry.value];
	});
}
function unknownPhaseKey(entry, what) {
	return new LayoutError("UNKNOWN_PHASE", `unknown phase ${JSON.stringify(entry.key)} in ${what}, expected one of ${PHASES.join(", ")}.`, entry.keyPlace);
}
function patternList(node, what, onPattern) {
	const items = node.kind === "scalar" && typeof node.value === "string" ? [node] : void 0;
	if (items === void 0 && node.kind !== "list") throw typeError(node, what, "a list of name patterns");
	return (items ?? (node.kind === "list" ? node.items : [])).map((item) => {
		const text = string(item, `a pattern in ${what}`, "a name, with `*` for any characters");
		if (text === "") throw typeError(item, `a pattern in ${what}`, "a name, with `*` for any characters");
		onPattern(text, item.place);
		return text;
	});
}
function anchors(node, places) {
	const result = /* @__PURE__ */ new Map();
	for (const { key, value } of dict(node, "`anchors`", "a block of anchor names with lists of patterns").entries) {
		if (value.kind === "scalar" && value.value === null) continue;
		const anchor = normalizeAnchor(key);
		const list = patternList(value, `the anchor ${JSON.stringify(key)}`, (text, place) => {
			places.set(placeKey("anchor", anchor, text), place);
		});
		result.set(anchor, [...result.get(anchor) ?? [], ...list]);
	}
	return result;
}
/** Rows of a table, or of a list of blocks (as YAML and plain objects have them). */
function* rowsOf(node, what, required, optional) {
	const known = [...required, ...optional];
	if (node.kind === "table") {
		const columns = /* @__PURE__ */ new Map();
		node.fields.forEach((field, column) => columns.set(field, column));
		for (const field of node.fields) if (!known.includes(field)) throw new LayoutError("CONFIG_UNKNOWN_KEY", `unknown column ${JSON.stringify(field)} in ${what}, expected ${known.join(", ")}.`, node.place);
		const missing = required.find((field) => !columns.has(field));
		if (missing !== void 0) throw new LayoutError("CONFIG_MISSING_KEY", `${what} has no column ${JSON.stringify(missing)}, expected ${known.join(", ")}.`, node.place);
		for (let row = 0; row < node.rowCount; row++) yield {
			place: node.cell(row, 0).place,
			get: (field) => {
				const column = columns.get(field);
				return column === void 0 ? void 0 : node.cell(row, column);
			}
		};
		return;
	}
	if (node.kind !== "list") throw typeError(node, what, `a table of ${known.join(", ")}`);
	for (const item of node.items) {
		const { entries } = dict(item, `a row of ${what}`, `a block of ${known.join(", ")}`);
		const cells = /* @__PURE__ */ new Map();
		for (const entry of entries) {
			if (!known.includes(entry.key)) throw unknownKey(entry, what, known);
			cells.set(entry.key, entry.value);
		}
		const missing = required.find((field) => !cells.has(field));
		if (missing !== void 0) throw new LayoutError("CONFIG_MISSING_KEY", `a row of ${what} has no ${JSON.stringify(missing)}, expected ${known.join(", ")}.`, item.place);
		yield {
			place: item.place,
			get: (field) => cells.get(field)
		};
	}
}
/** A cell that must be there; `rowsOf` has checked that its column is. */
function cell(row, field) {
	return row.get(field) ?? {
		kind: "scalar",
		value: null,
		place: row.place
	};
}
/** A cell that may be absent, empty or null. */
function optionalCell(row, field) {
	const node = row.get(field);
	return node?.kind === "scalar" && (node.value === null || node.value === "") ? void 0 : node;
}
function name(node, what) {
	const text = string(node, what, "a name");
	if (text === "") throw typeError(node, what, "a name");
	return text;
}
function scenarios(node, places) {
	const result = [];
	for (const row of rowsOf(node, "`scenarios`", ["name", "test"], [
		"stop_mark",
		"phase",
		"weight"
	])) {
		const scenario = name(cell(row, "name"), "a scenario's name");
		const test = name(cell(row, "test"), "a scenario's test");
		const stopMark = optionalCell(row, "stop_mark");
		const itsPhase = optionalCell(row, "phase");
		const weight = optionalCell(row, "weight");
		places.set(placeKey("scenario", scenario, test), row.place);
		result.push({
			name: scenario,
			test,
			...stopMark === void 0 ? {} : { stopMark: string(stopMark, "a scenario's stop mark") },
			...itsPhase === void 0 ? {} : { phase: phase(itsPhase, "a scenario's phase") },
			weight: weight === void 0 ? 1 : number(weight, "a scenario's weight", "a number above 0", isWeight)
		});
	}
	return result;
}
function isWeight(value) {
	return Number.isFinite(value) && value > 0;
}
function overrides(node, places) {
	const result = /* @__PURE__ */ new Map();
	const add = (key, value, place) => {
		result.set(key, value);
		places.set(placeKey("override", value, key), place);
	};
	if (node.kind === "dict") {
		for (const { key, keyPlace, value } of node.entries) add(key, phase(value, `the phase of ${JSON.stringify(key)} in \`overrides\``), keyPlace);
		return result;
	}
	for (const row of rowsOf(node, "`overrides`", ["function", "phase"], [])) {
		const key = name(cell(row, "function"), "a function in `overrides`");
		add(key, phase(cell(row, "phase"), `the phase of ${JSON.stringify(key)} in \`overrides\``), row.place);
	}
	return result;
}
function acknowledged(node) {
	return [...rowsOf(node, "`acknowledged`", ["function", "reason"], [])].map((row) => ({
		function: name(cell(row, "function"), "a function in `acknowledged`"),
		reason: name(cell(row, "reason"), "a reason in `acknowledged`")
	}));
}
function recorded(node) {
	const result = [];
	for (const row of rowsOf(node, "`recorded`", [
		"function",
		"phase",
		"size",
		"call_count"
	], ["page"])) {
		const key = name(cell(row, "function"), "a function in `recorded`");
		const page = optionalCell(row, "page");
		const count = (field) => number(cell(row, field), `the ${field} of ${JSON.stringify(key)}`, "a whole number, 0 or more", isCount);
		result.push({
			name: key,
			phase: phase(cell(row, "phase"), `the phase of ${JSON.stringify(key)}`),
			size: count("size"),
			callCount: count("call_count"),
			...page === void 0 ? {} : { page: count("page") }
		});
	}
	return result;
}
// src/model/config-from-text.ts
/** Whether a path names a YAML file. */
function isYamlPath(path) {
	return /\.ya?ml$/i.test(path);
}
/**
* Reads a configuration's text.
*
* @param path Stands in errors; a name in `.yaml` or `.yml` is read as YAML, any other as SDN.
* @returns The settings, and where they stand (found out when asked).
* @throws LayoutError with line and column.
*/
function parseConfigText(text, path) {
	if (path !== void 0 && isYamlPath(path)) {
		const { data, places } = decodeConfigRoot(yamlToNode(text, path));
		return {
			data,
			places: () => places
		};
	}
	try {
		const { data } = decodeConfigRoot(sdnToNode(text, path, false));
		return {
			data,
			places: () => decodeConfigRoot(sdnToNode(text, path, true)).places
		};
	} catch (error) {
		if (!(error instanceof LayoutError) || error.line !== void 0) throw error;
	}
	const { data, places } = decodeConfigRoot(sdnToNode(text, path, true));
	return {
		data,
		places: () => places
	};
}
// src/model/config-to-sdn.ts
/** A key that every reader of SDN takes unquoted. */
var PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Columns of `recorded`, in the order in which they are written; readers find them by name. */
var RECORDED_COLUMNS = [
	"function",
	"phase",
	"size",
	"call_count",
	"page"
];
/** Writes what is set, in canonical form. */
function configToSdn(data) {
	return writeSdn(/* @__PURE__ */ new Map([["layout", configTree(data)]]));
}
/** What is set as a tree. Keys stand in a fixed order, `recorded`, which is long, last. */
function configTree(data) {
	const layout = /* @__PURE__ */ new Map();
	if (data.pageSize !== void 0) layout.set("page_size", data.pageSize);
	if (data.budgets !== void 0) layout.set("budgets", byPhase(data.budgets));
	if (data.patterns !== void 0) layout.set("patterns", byPhase(data.patterns));
	if (data.anchorPatterns !== void 0) layout.set("anchors", new Map([...data.anchorPatterns].map(([anchor, list]) => [anchor, [...list]])));
	if (data.inference !== void 0) layout.set("inference", data.inference);
	if (data.annotationConflicts !== void 0) layout.set("annotation_conflicts", data.annotationConflicts);
	if (data.scenarios !== void 0) {
		const rows = data.scenarios.map(({ name, test, stopMark, phase, weight }) => [
			name,
			test,
			stopMark ?? "",
			phase ?? "",
			Number.isSafeInteger(weight) ? weight : float(weight)
		]);
		layout.set("scenarios", SdnTable.named([
			"name",
			"test",
			"stop_mark",
			"phase",
			"weight"
		], rows));
	}
	if (data.overrides !== void 0) {
		const entries = [...data.overrides];
		const isPlain = entries.every(([name]) => PLAIN_KEY.test(name));
		layout.set("overrides", isPlain ? new Map(entries) : SdnTable.named(["function", "phase"], entries.map(([name, phase]) => [name, phase])));
	}
	if (data.acknowledged !== void 0) {
		const rows = data.acknowledged.map((row) => [row.function, row.reason]);
		layout.set("acknowledged", SdnTable.named(["function", "reason"], rows));
	}
	if (data.recorded !== void 0) layout.set("recorded", recordedTable(data.recorded));
	return layout;
}
function byPhase(values) {
	const result = /* @__PURE__ */ new Map();
	for (const phase of PHASES) {
		const value = values[phase];
		if (value !== void 0) result.set(phase, typeof value === "number" ? value : [...value]);
	}
	return result;
}
/** The table `recorded`; its column `page` only where something was packed. */
function recordedTable(recorded) {
	const hasPages = recorded.some(({ page }) => page !== void 0);
	const rows = recorded.map(({ name, phase, size, callCount, page }) => {
		const row = [
			name,
			phase,
			size,
			callCount
		];
		if (hasPages) row.push(page ?? null);
		return row;
	});
	return SdnTable.named(RECORDED_COLUMNS.slice(0, hasPages ? 5 : 4), rows);
}
// src/model/find-layout-file.ts
/** Names under which a project's configuration is found by itself. */
var LAYOUT_FILE_NAMES = [
	"layout.sdn",
	"layout.yaml",
	"layout.yml"
];
/**
* The configuration in a project's root, or `undefined` where there is none.
*
* @throws LayoutError `CONFIG_AMBIGUOUS` where there are several: which one counts must not be a guess.
*/
function findLayoutFile(root) {
	const found = LAYOUT_FILE_NAMES.filter((name) => existsSync(join(root, name)));
	if (found.length > 1) throw new LayoutError("CONFIG_AMBIGUOUS", `there are ${found.join(" and ")} in this folder, expected one of them.`, {
		file: root,
		hint: "Keep the one you edit and delete the other."
	});
	return found[0] === void 0 ? void 0 : join(root, found[0]);
}
// src/model/config-from-object.ts
/** Blocks whose keys are names that people chose and are taken as they stand. */
var NAMED_BLOCKS = /* @__PURE__ */ new Set(["overrides", "anchors"]);
/** Checks plain options (keys in camel case or as in the file) by the one schema. */
function decodeObject(options, where) {
	try {
		return decodeConfigBody(toNode(options, true, {})).data;
	} catch (error) {
		if (!(error instanceof LayoutError)) throw error;
		throw new LayoutError(error.code, `${where}: ${error.message}`);
	}
}
function toNode(value, isSchemaBlock, place) {
	if (value === void 0 || value === null) return {
		kind: "scalar",
		value: null,
		place
	};
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return {
		kind: "scalar",
		value,
		place
	};
	if (Array.isArray(value)) return {
		kind: "list",
		items: value.map((item) => toNode(item, true, place)),
		place
	};
	if (typeof value !== "object") return {
		kind: "scalar",
		value: `[${typeof value}]`,
		place
	};
	return {
		kind: "dict",
		place,
		entries: (value instanceof Map ? [...value.entries()] : Object.entries(value)).filter(([, item]) => item !== void 0).map(([rawKey, item]) => {
			const key = isSchemaBlock ? snakeCase(String(rawKey)) : String(rawKey);
			return {
				key,
				spelling: String(rawKey),
				keyPlace: place,
				value: toNode(item, !NAMED_BLOCKS.has(key), place)
			};
		})
	};
}
function snakeCase(key) {
	return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
// src/model/config-to-yaml.ts
/** Writes what is set as YAML, with the keys and the order of the SDN form. */
function configToYaml(data) {
	return yaml().stringify({ layout: plain$1(configTree(data)) }, { lineWidth: 0 });
}
/** Tables become lists of blocks; empty cells are left out. */
function plain$1(value) {
	if (value instanceof SdnFloat) return value.value;
	if (Array.isArray(value)) return value.map(plain$1);
	if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plain$1(item)]));
	if (!(value instanceof SdnTable)) return value;
	const fields = value.fields ?? [];
	return value.rows.map((row) => new Map(fields.flatMap((field, i) => {
		const cell = row[i] ?? null;
		return cell === null || cell === "" ? [] : [[field, plain$1(cell)]];
	})));
}
// src/model/name-pattern.ts
/**
* Whether a text matches a pattern in which `*` stands for any characters, none included, and everything else for itself.
* Linear in both lengths but for patterns of many stars: each piece is searched once, leftmost first.
*/
function matchesWildcard(pattern, text) {
	return matchesPieces(pattern.split("*"), text);
}
function matchesPieces(pieces, text) {
	const first = pieces[0] ?? "";
	if (pieces.length === 1) return text === first;
	const last = pieces[pieces.length - 1] ?? "";
	if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	const end = text.length - last.length;
	let at = first.length;
	for (let i = 1; i < pieces.length - 1; i++) {
		const piece = pieces[i] ?? "";
		const found = text.indexOf(piece, at);
		if (found < 0 || found + piece.length > end) return false;
		at = found + piece.length;
	}
	return true;
}
/**
* Finds the first of many patterns that matches a function's name, without trying each.
*
* A pattern with a `:` or `/` is matched against the whole name (`src/db/*`, `src/app.ts:init_*`);
* any other against the function's PATH (`App.render`) and against its own name (`render`).
*/
var PatternIndex = class {
	patterns;
	#whole = new Bucket();
	#short = new Bucket();
	constructor(patterns) {
		this.patterns = patterns;
		patterns.forEach(({ pattern }, ordinal) => {
			(/[:/]/.test(pattern) ? this.#whole : this.#short).add(pattern, ordinal);
		});
	}
	/** The first matching pattern in the order given to the constructor. */
	find(name) {
		const ordinal = this.findOrdinal(name);
		return ordinal < 0 ? void 0 : this.patterns[ordinal];
	}
	/** The index of the first matching pattern, or -1. */
	findOrdinal(name) {
		let best = this.#whole.find(name, NONE$1);
		if (!this.#short.isEmpty) {
			const { path } = splitFunctionName(name);
			best = this.#short.find(path, best);
			const own = ownName(path);
			if (own !== path) best = this.#short.find(own, best);
		}
		return best === NONE$1 ? -1 : best;
	}
};
var NONE$1 = 2147483647;
/** Patterns by shape: exact texts, prefixes and suffixes are looked up by hash, the rest is tried one by one. */
var Bucket = class {
	isEmpty = true;
	#exact = /* @__PURE__ */ new Map();
	#prefixes = /* @__PURE__ */ new Map();
	#suffixes = /* @__PURE__ */ new Map();
	#prefixLengths = [];
	#suffixLengths = [];
	#others = [];
	add(pattern, ordinal) {
		this.isEmpty = false;
		const star = pattern.indexOf("*");
		if (star < 0) setFirst(this.#exact, pattern, ordinal);
		else if (star === pattern.length - 1) {
			setFirst(this.#prefixes, pattern.slice(0, -1), ordinal);
			addLength(this.#prefixLengths, star);
		} else if (star === 0 && pattern.lastIndexOf("*") === 0) {
			setFirst(this.#suffixes, pattern.slice(1), ordinal);
			addLength(this.#suffixLengths, pattern.length - 1);
		} else this.#others.push({
			pieces: pattern.split("*"),
			ordinal
		});
	}
	/** The least ordinal of a match that is below `best`, else `best`. */
	find(text, best) {
		let least = Math.min(best, this.#exact.get(text) ?? NONE$1);
		for (const length of this.#prefixLengths) {
			if (length > text.length) break;
			const ordinal = this.#prefixes.get(text.slice(0, length));
			if (ordinal !== void 0 && ordinal < least) least = ordinal;
		}
		for (const length of this.#suffixLengths) {
			if (length > text.length) break;
			const ordinal = this.#suffixes.get(text.slice(text.length - length));
			if (ordinal !== void 0 && ordinal < least) least = ordinal;
		}
		for (const { pieces, ordinal } of this.#others) {
			if (ordinal >= least) break;
			if (matchesPieces(pieces, text)) least = ordinal;
		}
		return least;
	}
};
function setFirst(map, key, ordinal) {
	if (!map.has(key)) map.set(key, ordinal);
}
function addLength(lengths, length) {
	if (lengths.includes(length)) return;
	lengths.push(length);
	lengths.sort((a, b) => a - b);
}
// src/model/read-text.ts
/**
* The text of a recording, a configuration or feedback. Bytes that are no UTF-8 are an error: put in their place, another
* character would stand in names from then on.
*
* @throws LayoutError `code` when there is no such file or it cannot be read, SdnError `SDN_ENCODING` with the place.
*/
function readText(path, { code, kind, hint, file = path }) {
	let bytes;
	try {
		bytes = readFileSync(path);
	} catch (cause) {
		throw new LayoutError(code, `cannot read this ${kind}: ${cause instanceof Error ? cause.message : String(cause)}.`, {
			file,
			hint,
			cause
		});
	}
	return decodeSdn(bytes, file);
}
/** The text of a configuration, see {@link readText}. */
function readConfigText(path, file = path) {
	return readText(path, {
		code: "CONFIG_UNREADABLE",
		kind: "configuration",
		hint: "Name a layout.sdn or layout.yaml that is there.",
		file
	});
}
// src/model/layout-config.ts
/** Patterns of `steady`, the phase one gets anyway, are tried last. */
var PATTERN_ORDER = [
	"startup",
	"first_frame",
	"cold",
	"steady"
];
/**
* The project's wishes and its recorded layout: what `layout.sdn` holds. Never changes; `with` and `merge` give new ones.
*
* @throws LayoutError `CONFIG_TYPE` from the constructor for a page size or budget that no reader would accept.
*/
var LayoutConfig = class LayoutConfig {
	static EMPTY = new LayoutConfig();
	pageSize;
	/** The budget of every phase, set or default. */
	budgets;
	/** The budgets that were set; the rest of {@link budgets} are defaults. */
	setBudgets;
	patterns;
	anchorPatterns;
	recorded;
	overrides;
	scenarios;
	acknowledged;
	inference;
	annotationConflicts;
	sourcePath;
	/** What was set, as it was given. */
	data;
	#places;
	#patternIndex;
	#anchorIndex;
	#recordedIndex;
	constructor(data = {}, places = () => /* @__PURE__ */ new Map()) {
		this.pageSize = data.pageSize ?? 4096;
		if (!isPageSize(this.pageSize)) throw new LayoutError("CONFIG_TYPE", `the page size is ${this.pageSize}, expected a power of two from 256 on.`);
		this.setBudgets = data.budgets ?? {};
		for (const [phase, pages] of Object.entries(this.setBudgets)) if (!Number.isSafeInteger(pages) || pages < 0) throw new LayoutError("CONFIG_TYPE", `the budget of ${phase} is ${pages}, expected a whole number, 0 or more.`);
		this.budgets = {
			...DEFAULT_BUDGET,
			...this.setBudgets
		};
		this.patterns = {
			startup: data.patterns?.startup ?? [],
			first_frame: data.patterns?.first_frame ?? [],
			steady: data.patterns?.steady ?? [],
			cold: data.patterns?.cold ?? []
		};
		this.anchorPatterns = data.anchorPatterns ?? /* @__PURE__ */ new Map();
		this.recorded = data.recorded ?? [];
		this.overrides = data.overrides ?? /* @__PURE__ */ new Map();
		this.scenarios = data.scenarios ?? [];
		this.acknowledged = data.acknowledged ?? [];
		this.inference = data.inference ?? "markers";
		this.annotationConflicts = data.annotationConflicts ?? "warn";
		this.sourcePath = data.sourcePath;
		this.data = data;
		this.#places = places;
	}
	/**
	* Reads a configuration: SDN, or YAML where the name ends in `.yaml` or `.yml`.
	*
	* @throws LayoutError with file, line and column.
	*/
	static fromFile(path) {
		return LayoutConfig.fromText(readConfigText(path), path);
	}
	/** Reads a configuration from text; the path stands in errors and decides between SDN and YAML. */
	static fromText(text, path) {
		const { data, places } = parseConfigText(text, path);
		return new LayoutConfig(path === void 0 ? data : {
			...data,
			sourcePath: path
		}, places);
	}
	/**
	* Takes the plugin's options: the schema of the file with keys in camel case (`pageSize`, `stopMark`).
	*
	* @param where What the object is called in errors.
	* @throws LayoutError that names the key.
	*/
	static fromObject(options, where = "the layout options") {
		return new LayoutConfig(decodeObject(options, where));
	}
	/** The same with some settings replaced. */
	with(changes) {
		return new LayoutConfig({
			...this.data,
			...changes
		}, this.#places);
	}
	/**
	* Both together. Lists append (a function, scenario or pattern that both have stands once: the other's),
	* the other's overrides win, and so does whatever else the other has set; a budget of 8 that was set counts as set.
	*/
	merge(other) {
		const a = this.data;
		const b = other.data;
		const data = {
			...a,
			...b
		};
		if (a.budgets !== void 0 && b.budgets !== void 0) data.budgets = {
			...a.budgets,
			...b.budgets
		};
		if (a.patterns !== void 0 && b.patterns !== void 0) data.patterns = Object.fromEntries(PHASES.filter((phase) => a.patterns?.[phase] !== void 0 || b.patterns?.[phase] !== void 0).map((phase) => [phase, unique([...a.patterns?.[phase] ?? [], ...b.patterns?.[phase] ?? []])]));
		if (a.anchorPatterns !== void 0 && b.anchorPatterns !== void 0) {
			const anchors = new Map(a.anchorPatterns);
			for (const [anchor, list] of b.anchorPatterns) anchors.set(anchor, unique([...anchors.get(anchor) ?? [], ...list]));
			data.anchorPatterns = anchors;
		}
		if (a.overrides !== void 0 && b.overrides !== void 0) data.overrides = new Map([...a.overrides, ...b.overrides]);
		if (a.recorded !== void 0 && b.recorded !== void 0) data.recorded = lastOf(a.recorded, b.recorded, (r) => r.name);
		if (a.scenarios !== void 0 && b.scenarios !== void 0) data.scenarios = lastOf(a.scenarios, b.scenarios, (s) => `${s.name}\0${s.test}`);
		if (a.acknowledged !== void 0 && b.acknowledged !== void 0) data.acknowledged = lastOf(a.acknowledged, b.acknowledged, (row) => row.function);
		return new LayoutConfig(data, () => new Map([...this.#places(), ...other.#places()]));
	}
	/** The phase of a function: annotation pin, override, annotation, recorded, pattern, default. */
	phaseOf(functionName, hint) {
		return this.explainPhase(functionName, hint).phase;
	}
	/** The same with what decided it. */
	explainPhase(functionName, hint) {
		const wish = this.wishOf(functionName, hint);
		if (wish !== void 0) return wish;
		const recorded = this.recordedOf(functionName);
		if (recorded !== void 0) return {
			phase: recorded.phase,
			source: "recorded",
			matched: recorded.name
		};
		return this.patternPhase(functionName) ?? {
			phase: "steady",
			source: "default"
		};
	}
	/** What people asked for that stands above any recording: pin, override, annotation. */
	wishOf(functionName, hint) {
		if (hint?.pinned === true) return {
			phase: hint.phase,
			source: "pin"
		};
		if (this.overrides.size > 0) {
			const path = this.overrides.has(functionName) ? functionName : splitFunctionName(functionName).path;
			const phase = this.overrides.get(path);
			if (phase !== void 0) return {
				phase,
				source: "override",
				matched: path
			};
		}
		return hint === void 0 ? void 0 : {
			phase: hint.phase,
			source: "annotation"
		};
	}
	/** The phase that the first matching pattern gives. */
	patternPhase(functionName) {
		this.#patternIndex ??= new PatternIndex(PATTERN_ORDER.flatMap((phase) => this.patterns[phase].map((pattern) => ({
			group: phase,
			pattern
		}))));
		const found = this.#patternIndex.find(functionName);
		return found === void 0 ? void 0 : {
			phase: found.group,
			source: "pattern",
			matched: found.pattern
		};
	}
	/** The row of `recorded` for a function: under its whole name, else under its name without the module. */
	recordedOf(functionName) {
		if (this.recorded.length === 0) return void 0;
		this.#recordedIndex ??= new Map(this.recorded.map((row) => [row.name, row]));
		return this.#recordedIndex.get(functionName) ?? this.#recordedIndex.get(splitFunctionName(functionName).path);
	}
	/** The anchor of a function, by annotation or by pattern. */
	anchorOf(functionName, hint) {
		if (hint?.anchor !== void 0) return normalizeAnchor(hint.anchor);
		this.#anchorIndex ??= new PatternIndex([...this.anchorPatterns].flatMap(([group, list]) => list.map((pattern) => ({
			group,
			pattern
		}))));
		return this.#anchorIndex.find(functionName)?.group;
	}
	isAnchor(functionName, hint) {
		return this.anchorOf(functionName, hint) !== void 0;
	}
	/**
	* What in this configuration matches none of these functions: a warning each, with file, line and column where known.
	*
	* @param functionNames All functions of the project, those that never ran too.
	*/
	unmatched(functionNames) {
		const names = [...functionNames];
		const known = new Set(names);
		for (const name of names) known.add(splitFunctionName(name).path);
		const warnings = [];
		for (const phase of PHASES) for (const pattern of new Set(this.patterns[phase])) if (isIdle(pattern, names, known)) warnings.push(this.#warning(placeKey("pattern", phase, pattern), `the pattern ${JSON.stringify(pattern)} of ${phase} matches no function.`));
		for (const [anchor, list] of this.anchorPatterns) for (const pattern of new Set(list)) if (isIdle(pattern, names, known)) warnings.push(this.#warning(placeKey("anchor", anchor, pattern), `the pattern ${JSON.stringify(pattern)} of the anchor ${anchor} matches no function.`));
		for (const [name, phase] of this.overrides) if (!known.has(name)) warnings.push(this.#warning(placeKey("override", phase, name), `the override of ${JSON.stringify(name)} names no function.`));
		return warnings;
	}
	/** Warnings for rows of `scenarios` that no recorded test belongs to, with file, line and column where known. */
	idleScenarios(rows) {
		return Array.from(rows, (row) => this.#warning(placeKey("scenario", row.name, row.test), describeIdleScenario(row)));
	}
	/** The configuration as canonical SDN; reading it gives the same configuration. */
	toSdn() {
		return configToSdn(this.data);
	}
	/** The same as YAML. */
	toYaml() {
		return configToYaml(this.data);
	}
	#warning(key, text) {
		const { file = this.sourcePath, line, column } = this.#places().get(key) ?? {};
		const place = [
			file,
			line,
			column
		].filter((part) => part !== void 0).join(":");
		return place === "" ? text : `${place}: ${text}`;
	}
};
/** What is said of a row of `scenarios` that no recorded test belongs to. */
function describeIdleScenario({ name, test }) {
	return `scenario ${JSON.stringify(name)}: ${JSON.stringify(test)} matches no recorded test.`;
}
function isIdle(pattern, names, known) {
	if (known.has(pattern)) return false;
	const index = new PatternIndex([{
		group: true,
		pattern
	}]);
	return !names.some((name) => index.findOrdinal(name) >= 0);
}
function unique(items) {
	return [...new Set(items)];
}
/** Both lists, of rows with one key the last one only. */
function lastOf(a, b, key) {
	const taken = new Set(b.map(key));
	return [...a.filter((row) => !taken.has(key(row))), ...b];
}
// src/model/markers.ts
/** Markers that end start-up. */
var STARTUP_END_MARKS = /* @__PURE__ */ new Set([
	"startup.complete",
	"event_loop.enter",
	"main_loop"
]);
/** Markers that end the first frame (and start-up, where no marker before them did). */
var FIRST_FRAME_MARKS = /* @__PURE__ */ new Set(["first_frame", "ui.ready"]);
/** Markers whose first passing is a session's `firstFrameUs`. */
var FRAME_TIME_MARKS = /* @__PURE__ */ new Set([
	"first_frame",
	"ui.ready",
	"startup.complete"
]);
/** Markers whose first passing is a session's `eventLoopUs`. */
var EVENT_LOOP_MARKS = /* @__PURE__ */ new Set(["event_loop.enter", "main_loop"]);
// src/model/source-order.ts
/** Source order: by module, place, name. Total, since names are unique. */
function compareSourceOrder(a, b) {
	return compareNames(a.module, b.module) || a.line - b.line || a.column - b.column || compareNames(a.name, b.name);
}
// src/model/table-reader.ts
/** Typed access to the cells of a table by column name. Columns that are not asked for are skipped. */
var TableReader = class TableReader {
	size;
	#name;
	#rows;
	#columns;
	#fail;
	constructor(name, rows, columns, fail) {
		this.size = rows.length;
		this.#name = name;
		this.#rows = rows;
		this.#columns = columns;
		this.#fail = fail;
	}
	/** @throws what `fail` gives, when it is no table or lacks a column. */
	static open(value, name, columns, fail) {
		if (!(value instanceof SdnTable) || value.fields === null) throw fail(`it has no table \`${name}\``);
		const found = new Map(value.fields.map((field, i) => [field, i]));
		const missing = columns.find((column) => !found.has(column));
		if (missing !== void 0) throw fail(`its table \`${name}\` has no column \`${missing}\``);
		return new TableReader(name, value.rows, found, fail);
	}
	text(column, row) {
		const value = this.#cell(column, row);
		if (typeof value !== "string") throw this.error(column, row, "a text");
		return value;
	}
	optionalText(column, row) {
		return this.#cell(column, row) === null ? void 0 : this.text(column, row);
	}
	boolean(column, row) {
		const value = this.#cell(column, row);
		if (typeof value !== "boolean") throw this.error(column, row, "true or false");
		return value;
	}
	/** A number, 0 or more. */
	number(column, row) {
		const value = this.#cell(column, row);
		const number = value instanceof SdnFloat ? value.value : value;
		if (typeof number !== "number" || number < 0) throw this.error(column, row, "a number, 0 or more");
		return number;
	}
	/** A count, a size or a time: nothing that is written of those is in parts. */
	whole(column, row) {
		const number = this.number(column, row);
		if (!Number.isInteger(number)) throw this.error(column, row, "a whole number");
		return number;
	}
	optionalWhole(column, row) {
		return this.#cell(column, row) === null ? void 0 : this.whole(column, row);
	}
	/** A row number of another table. */
	index(column, row, size) {
		const value = this.#cell(column, row);
		if (typeof value !== "number" || value < 0 || value >= size) throw this.error(column, row, `a number from 0 to ${size - 1}`);
		return value;
	}
	error(column, row, expected) {
		const value = this.#cell(column, row);
		const shown = value instanceof SdnFloat ? value.value : typeof value === "object" && value !== null ? "..." : value;
		return this.#fail(`in row ${row + 1} of \`${this.#name}\`, \`${column}\` is ${JSON.stringify(String(shown)).slice(0, 80)}, expected ${expected}`);
	}
	#cell(column, row) {
		return this.#rows[row]?.[this.#columns.get(column) ?? -1] ?? null;
	}
};
/**
* Exponent by which windows widen along a trace: the first of 16 holds 2 % of the functions, the last 9 %.
* Even windows (1) are as good by area, powers of two (as in the paper) are 3 % to 4 % worse; see docs/algorithms.md.
*/
var WINDOW_EXPONENT = .7;
var NEVER = 2 ** 31 - 1;
/** O(functions + entries). */
function buildTraceEntries(traces, functionCount) {
	const offsets = new Int32Array(functionCount + 1);
	for (const f of traces.functions) offsets[f + 1]++;
	for (let f = 0; f < functionCount; f++) offsets[f + 1] += offsets[f];
	const entries = new Int32Array(traces.functions.length);
	const next = offsets.slice(0, functionCount);
	const earliest = new Int32Array(functionCount).fill(NEVER);
	for (let t = 0; t < traces.weights.length; t++) {
		const start = traces.offsets[t];
		const length = traces.offsets[t + 1] - start;
		let window = 0;
		let windowEnd = windowStart(1, length);
		for (let place = 0; place < length; place++) {
			while (place >= windowEnd && window < 15) {
				window++;
				windowEnd = windowStart(window + 1, length);
			}
			const f = traces.functions[start + place];
			entries[next[f]++] = t * 16 + window;
			if (place < earliest[f]) earliest[f] = place;
		}
	}
	return {
		offsets,
		entries,
		earliest
	};
}
/** First place of a window in a trace of that length. */
function windowStart(window, length) {
	return length * (window / 16) ** (1 / WINDOW_EXPONENT);
}
// src/pack/bisector.ts
var MAX_ITERATIONS = 40;
/** Share of moves that are left out at random, to get out of local optima. */
var SKIP_SHARE = .2;
/** A split is done when an iteration moves fewer than this share of its functions. */
var CONVERGED_SHARE = .002;
/** Below so many pages the objective is the expected number of pages, above it the logarithm of the paper. */
var LOCAL_PAGES = 32;
/** Chance that a function leaves the page that another one of its trace touches; lower ones see too little of large groups. */
var MIN_STAY = .8;
/**
* Splits segments of an order in two so that each trace's functions, and those of each of its prefixes, stand on one side.
*
* A utility is a prefix of a trace: its first 1, 2, ... 16 windows, and the whole. Prefixes are nested, so a function needs
* one entry for each trace (its first window) and the gains of a trace's utilities are added up from the last window to the first.
*
* The objective is the sum over utilities of weight times cost(left, right), left and right counting the utility's functions on each side:
* - in large segments log2(n + 1/2) more or less for each function, the derivative of the paper's n log n;
* - in segments of few pages P (x - x^n) / (1 - x) with x = 1 - 1/P: the pages that n functions touch on P pages at random.
*
* All work space is allocated once; a split takes O(iterations x entries of the segment), and nothing it allocates outlives it.
*/
var Bisector = class {
	#order;
	#sizes;
	#entryOffsets;
	#entries;
	#traceWeights;
	#options;
	#skipBelow;
	#counts;
	#groupOf;
	#windowMask;
	#touched;
	#groupSize;
	#groupLeft;
	#groupWeight;
	#groupGain;
	#groupEnds;
	/** Traces of the segment that have a group that decides. */
	#decidingTraces = 0;
	#localOffsets;
	#localGroups;
	#side;
	#moved;
	#leftKeys;
	#leftPlaces;
	#rightKeys;
	#rightPlaces;
	#logSlope;
	#localSlope;
	/** @param order the functions to arrange, arranged in place; may be shared with other threads that work on other ranges. */
	constructor(order, sizes, entries, traceWeights, options) {
		const n = order.length;
		const traces = traceWeights.length;
		this.#order = order;
		this.#sizes = sizes;
		this.#entryOffsets = entries.offsets;
		this.#entries = entries.entries;
		this.#traceWeights = traceWeights;
		this.#options = options;
		this.#skipBelow = SKIP_SHARE * 2 ** 32 - 2 ** 31;
		this.#counts = new Int32Array(traces * 16);
		this.#groupOf = new Int32Array(traces * 16);
		this.#windowMask = new Int32Array(traces);
		this.#touched = new Int32Array(traces);
		this.#groupEnds = new Int32Array(traces);
		const groups = Math.min(traces * 16, entries.entries.length);
		this.#groupSize = new Int32Array(groups);
		this.#groupLeft = new Int32Array(groups);
		this.#groupWeight = new Float64Array(groups);
		this.#groupGain = new Float64Array(2 * groups);
		this.#localOffsets = new Int32Array(n + 1);
		this.#localGroups = new Int32Array(entries.entries.length);
		this.#side = new Uint8Array(n);
		this.#moved = new Int32Array(n);
		this.#leftKeys = new Float64Array(n);
		this.#leftPlaces = new Int32Array(this.#leftKeys.buffer);
		this.#rightKeys = new Float64Array(n);
		this.#rightPlaces = new Int32Array(this.#rightKeys.buffer);
		this.#logSlope = new Float64Array(n + 2);
		for (let count = 1; count < n + 2; count++) this.#logSlope[count] = Math.log2(count - .5);
		this.#localSlope = new Float64Array(n + 2);
	}
	/** Splits the range and its parts until nothing is left to decide. */
	run(low, high) {
		const ranges = [low, high];
		while (ranges.length > 0) {
			const end = ranges.pop();
			const start = ranges.pop();
			const middle = this.split(start, end);
			if (middle !== void 0) ranges.push(start, middle, middle, end);
		}
	}
	/** Splits one range of the order in place; `undefined` when no split of it makes a difference. */
	split(low, high) {
		const count = high - low;
		if (count < 2) return void 0;
		let bytes = 0;
		for (let i = low; i < high; i++) bytes += this.#sizes[this.#order[i]];
		if (bytes * 2 <= this.#options.pageSize) return void 0;
		const traces = this.#buildGroups(low, high);
		if (!this.#localise(low, count)) return void 0;
		if (this.#decidingTraces === 1) {
			this.#sortByGroup(low, count);
			return;
		}
		this.#optimise(low, count, traces, this.#slopeFor(count, bytes));
		const middle = this.#partition(low, count);
		return middle === low || middle === high ? void 0 : middle;
	}
	/** Numbers the groups of the segment's traces; a group that holds one function or all of them cannot decide anything. */
	#buildGroups(low, high) {
		const { earlyFaultWeight } = this.#options;
		const order = this.#order;
		const offsets = this.#entryOffsets;
		const entries = this.#entries;
		const counts = this.#counts;
		const masks = this.#windowMask;
		const touched = this.#touched;
		this.#decidingTraces = 0;
		let touchedCount = 0;
		for (let i = low; i < high; i++) {
			const f = order[i];
			for (let k = offsets[f], end = offsets[f + 1]; k < end; k++) {
				const entry = entries[k];
				const trace = entry >> 4;
				if (masks[trace] === 0) touched[touchedCount++] = trace;
				masks[trace] |= 1 << (entry & 15);
				counts[entry]++;
			}
		}
		const perWindow = earlyFaultWeight / 16;
		let group = 0;
		for (let j = 0; j < touchedCount; j++) {
			const trace = touched[j];
			const weight = this.#traceWeights[trace];
			const firstGroup = group;
			let useful = group;
			let below = 0;
			let mask = masks[trace];
			masks[trace] = 0;
			while (mask !== 0) {
				const window = 31 - Math.clz32(mask & -mask);
				mask &= mask - 1;
				const nextWindow = mask === 0 ? 16 : 31 - Math.clz32(mask & -mask);
				const entry = trace * 16 + window;
				const size = counts[entry];
				counts[entry] = 0;
				below += size;
				this.#groupSize[group] = size;
				this.#groupLeft[group] = 0;
				this.#groupOf[entry] = group;
				const decides = below > 1 && below < high - low;
				const prefixes = (nextWindow - window) * perWindow + (mask === 0 ? 1 - earlyFaultWeight : 0);
				this.#groupWeight[group++] = decides ? weight * prefixes : 0;
				if (decides) useful = group;
			}
			if (useful > firstGroup) this.#decidingTraces++;
			for (let k = useful; k < group; k++) this.#groupSize[k] = -1;
			this.#groupEnds[j] = group;
		}
		return touchedCount;
	}
	/** Copies the entries that decide next to each other, by place in the segment; false if there are none. */
	#localise(low, count) {
		const offsets = this.#entryOffsets;
		const entries = this.#entries;
		const groupOf = this.#groupOf;
		const groupSize = this.#groupSize;
		const localGroups = this.#localGroups;
		let end = 0;
		for (let i = 0; i < count; i++) {
			const f = this.#order[low + i];
			for (let k = offsets[f], last = offsets[f + 1]; k < last; k++) {
				const group = groupOf[entries[k]];
				if (groupSize[group] > 0) localGroups[end++] = group;
			}
			this.#localOffsets[i + 1] = end;
		}
		return end > 0;
	}
	/** One trace alone decides nothing but order: its functions by window, then the others. O(n). */
	#sortByGroup(low, count) {
		const offsets = this.#localOffsets;
		const groups = this.#localGroups;
		const moved = this.#moved;
		let first = 2 ** 31;
		for (let k = 0; k < offsets[count]; k++) first = Math.min(first, groups[k]);
		const ends = /* @__PURE__ */ new Int32Array(18);
		const bucketOf = (i) => offsets[i] === offsets[i + 1] ? 16 : groups[offsets[i]] - first;
		for (let i = 0; i < count; i++) ends[bucketOf(i) + 1]++;
		for (let b = 0; b < 16; b++) ends[b + 1] += ends[b];
		for (let i = 0; i < count; i++) moved[ends[bucketOf(i)]++] = this.#order[low + i];
		for (let i = 0; i < count; i++) this.#order[low + i] = moved[i];
	}
	#slopeFor(count, bytes) {
		const { pageSize, localPages = LOCAL_PAGES } = this.#options;
		if (bytes >= localPages * pageSize) return this.#logSlope;
		const slope = this.#localSlope;
		const stays = Math.max(MIN_STAY, 1 - 2 * pageSize / bytes);
		let value = -1;
		for (let n = 1; n < count + 2; n++) {
			slope[n] = value;
			value *= stays;
		}
		return slope;
	}
	#optimise(low, count, traces, slope) {
		const localOffsets = this.#localOffsets;
		const localGroups = this.#localGroups;
		const groupLeft = this.#groupLeft;
		const side = this.#side;
		const half = count >> 1;
		for (let i = 0; i < count; i++) {
			side[i] = i < half ? 0 : 1;
			if (i >= half) continue;
			for (let k = localOffsets[i], end = localOffsets[i + 1]; k < end; k++) groupLeft[localGroups[k]]++;
		}
		let random = Math.imul(low + 1, 2654435761) ^ Math.imul(count, 2246822507) ^ Math.imul(this.#options.seed, 3266489909);
		if (random === 0) random = 1;
		const leftKeys = this.#leftKeys;
		const rightKeys = this.#rightKeys;
		const leftPlaces = this.#leftPlaces;
		const rightPlaces = this.#rightPlaces;
		const skipBelow = this.#skipBelow;
		for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
			this.#computeGroupGains(traces, slope);
			const pairs = this.#rankMoves(count);
			let moves = 0;
			for (let pair = 0; pair < pairs; pair++) {
				if (leftKeys[pair] + rightKeys[pair] >= 0) break;
				for (let which = 0; which < 2; which++) {
					random ^= random << 13;
					random ^= random >>> 17;
					random ^= random << 5;
					if (random < skipBelow) continue;
					const i = which === 0 ? leftPlaces[2 * pair] : rightPlaces[2 * pair];
					side[i] = 1 - which;
					const change = which === 0 ? -1 : 1;
					for (let k = localOffsets[i], end = localOffsets[i + 1]; k < end; k++) groupLeft[localGroups[k]] += change;
					moves++;
				}
			}
			if (moves <= count * CONVERGED_SHARE) break;
		}
	}
	/** Gain of moving one function over, for each group: `[2 g]` from left to right, `[2 g + 1]` back; later prefixes included. */
	#computeGroupGains(traces, slope) {
		const groupSize = this.#groupSize;
		const groupLeft = this.#groupLeft;
		const groupWeight = this.#groupWeight;
		const gain = this.#groupGain;
		let start = 0;
		for (let j = 0; j < traces; j++) {
			const end = this.#groupEnds[j];
			let left = 0;
			let right = 0;
			for (let g = start; g < end; g++) {
				const size = groupSize[g];
				if (size > 0) {
					left += groupLeft[g];
					right += size - groupLeft[g];
				}
				const weight = groupWeight[g];
				gain[2 * g] = weight === 0 ? 0 : (slope[right + 1] - slope[left]) * weight;
				gain[2 * g + 1] = weight === 0 ? 0 : (slope[left + 1] - slope[right]) * weight;
			}
			for (let g = end - 2; g >= start; g--) {
				gain[2 * g] += gain[2 * g + 2];
				gain[2 * g + 1] += gain[2 * g + 3];
			}
			start = end;
		}
	}
	/**
	* Sorts both sides by gain, best first; returns how many pairs there are.
	*
	* The low half of each key's bits holds the function's place: 20 bits of mantissa rank the gains well enough,
	* equal ones have a defined order, and numbers sort ten times faster than indices with a comparison of their own.
	*/
	#rankMoves(count) {
		const side = this.#side;
		const localOffsets = this.#localOffsets;
		const localGroups = this.#localGroups;
		const gain = this.#groupGain;
		const leftKeys = this.#leftKeys;
		const rightKeys = this.#rightKeys;
		const leftPlaces = this.#leftPlaces;
		const rightPlaces = this.#rightPlaces;
		let lefts = 0;
		let rights = 0;
		for (let i = 0; i < count; i++) {
			const from = side[i];
			let cost = 0;
			for (let k = localOffsets[i], end = localOffsets[i + 1]; k < end; k++) cost -= gain[2 * localGroups[k] + from];
			if (from === 0) {
				leftKeys[lefts] = cost;
				leftPlaces[2 * lefts++] = i;
			} else {
				rightKeys[rights] = cost;
				rightPlaces[2 * rights++] = i;
			}
		}
		leftKeys.subarray(0, lefts).sort();
		rightKeys.subarray(0, rights).sort();
		return Math.min(lefts, rights);
	}
	/** Puts the left functions before the right ones, each side in its former order. */
	#partition(low, count) {
		const order = this.#order;
		const side = this.#side;
		const moved = this.#moved;
		let left = low;
		let rights = 0;
		for (let i = 0; i < count; i++) {
			const f = order[low + i];
			if (side[i] === 0) order[left++] = f;
			else moved[rights++] = f;
		}
		for (let i = 0; i < rights; i++) order[left + i] = moved[i];
		return left;
	}
};
// src/pack/fill-pages.ts
/** How far ahead a function may be fetched: far ones have little to do with the page. */
var LOOK_AHEAD = 64;
/**
* Moves functions forward into room that would be left at the ends of pages: when the next function does not fit,
* the first of the following 64 of its group that does comes before it. Without this a phase of many small
* functions and few large ones takes more pages than its bytes need. O(n x pages' ends x 64) at worst.
*
* @param order functions; those of a group stand together
* @param group group (phase) of each function
* @param isFixed 1 for functions that are not passed by others (anchors)
*/
function fillPages(order, sizes, pageSize, group, isFixed) {
	const pending = Int32Array.from(order);
	const filled = new Int32Array(order.length);
	let used = 0;
	for (let at = 0; at < pending.length; at++) {
		let next = at;
		const size = sizes[pending[at]];
		if (used > 0 && used + size > pageSize && isFixed[pending[at]] !== 1) {
			const last = Math.min(pending.length, at + LOOK_AHEAD);
			const mine = group[pending[at]];
			for (next = at + 1; next < last; next++) {
				const f = pending[next];
				if (group[f] !== mine) next = last;
				else if (used + sizes[f] <= pageSize) break;
			}
			if (next >= last) next = at;
		}
		const f = pending[next];
		pending.copyWithin(at + 1, at, next);
		filled[at] = f;
		if (used > 0 && used + sizes[f] > pageSize) used = 0;
		used = used + sizes[f] >= pageSize ? 0 : used + sizes[f];
		if (at + 1 < pending.length && group[pending[at + 1]] !== group[f]) used = 0;
	}
	return filled;
}
// src/pack/pages.ts
/** Byte at which each function starts when functions follow each other without gaps, by function number. */
function placeDense(order, sizes) {
	const starts = new Float64Array(sizes.length);
	let position = 0;
	for (let i = 0; i < order.length; i++) {
		const f = order[i];
		starts[f] = position;
		position += sizes[f];
	}
	return starts;
}
/**
* Counts the pages that each trace touches. A function touches every page on which it has a byte; one without bytes touches none.
*
* @param starts byte at which each function starts
* @param pageSize bytes
*/
function countPages$1(starts, sizes, traces, pageSize) {
	const { offsets, functions, weights } = traces;
	const count = weights.length;
	const pages = new Int32Array(count);
	const area = new Float64Array(count);
	const bound = new Int32Array(count);
	const areaBound = new Float64Array(count);
	let end = 0;
	for (let f = 0; f < sizes.length; f++) end = Math.max(end, starts[f] + sizes[f]);
	const touchedBy = new Int32Array(Math.floor(end / pageSize) + 1);
	for (let t = 0; t < count; t++) {
		let touched = 0;
		let bytes = 0;
		for (let k = offsets[t]; k < offsets[t + 1]; k++) {
			const f = functions[k];
			const size = sizes[f];
			const start = starts[f];
			if (size > 0) {
				const last = Math.floor((start + size - 1) / pageSize);
				for (let page = Math.floor(start / pageSize); page <= last; page++) {
					if (touchedBy[page] === t + 1) continue;
					touchedBy[page] = t + 1;
					touched++;
				}
			}
			bytes += size;
			area[t] += touched;
			areaBound[t] += Math.ceil(bytes / pageSize);
		}
		pages[t] = touched;
		bound[t] = Math.ceil(bytes / pageSize);
	}
	return {
		pages,
		area,
		bound,
		areaBound
	};
}
// src/pack/paginate.ts
/**
* Lays functions on pages in this order. A function never crosses a page's border unless it is larger than a page;
* such a one takes whole pages of its own. A page never holds functions of two groups if one of the groups is aligned. O(n).
*
* @param group group (phase) of each function
* @param aligned whether a group is kept on pages of its own, by group
*/
function paginate(order, sizes, pageSize, group, aligned) {
	const page = new Int32Array(sizes.length);
	const starts = new Float64Array(sizes.length);
	let current = 0;
	let used = 0;
	let isOccupied = false;
	let previous = -1;
	for (let i = 0; i < order.length; i++) {
		const f = order[i];
		const size = sizes[f];
		const mine = group[f];
		const mustPart = previous !== -1 && previous !== mine && (aligned[previous] === true || aligned[mine] === true);
		if (isOccupied && mustPart || used > 0 && used + size > pageSize) {
			current++;
			used = 0;
		}
		previous = mine;
		page[f] = current;
		starts[f] = current * pageSize + used;
		used += size;
		isOccupied = true;
		if (used >= pageSize) {
			current += Math.ceil(used / pageSize);
			used = 0;
			isOccupied = false;
		}
	}
	return {
		page,
		starts,
		pageCount: current + (isOccupied ? 1 : 0)
	};
}
// src/pack/balanced-partitioning.ts
/**
* Trace entries that all attempts together may have, and how many attempts there are at most, by placement. Small inputs depend on
* luck, so they are solved from several seeds. Layouts on pages are what projects' own tests give: few functions in many traces,
* where luck is larger; but they are made at the end of every test run, by code that is not compiled yet: 40,000 entries are some
* 0.1 s there.
*/
var ATTEMPT_ENTRIES = {
	dense: 1e5,
	pages: 4e4
};
var MAX_ATTEMPTS = {
	dense: 16,
	pages: 8
};
/**
* Orders the traced functions so that functions of the same traces, and of the same parts of them, share pages.
*
* Balanced partitioning: Hoag, Lee, Mestre, Pupyrev, "Optimizing Function Layout for Mobile Applications" (arXiv 2211.09285),
* built on recursive bisection of Dhulipala et al. (KDD 2016). Objective and differences: {@link Bisector}, docs/algorithms.md.
* O(entries x log(functions) x iterations). Traces keep their weights; functions that most traces share are kept.
*
* @returns the functions that at least one trace holds
*/
function balancedPartitioning(sizes, traces, options) {
	const problem = buildProblem(sizes.length, traces);
	const { placement = "dense" } = options;
	const affordable = Math.floor(ATTEMPT_ENTRIES[placement] / (traces.functions.length + 1));
	const attempts = Math.max(1, Math.min(MAX_ATTEMPTS[placement], affordable));
	if (attempts === 1 || problem.order.length < 3) {
		solveFrom(problem, sizes, traces, options);
		return problem.order;
	}
	let best = problem.order;
	let leastCost = Infinity;
	for (let number = 0; number < attempts; number++) {
		const attempt = {
			order: problem.order.slice(),
			entries: problem.entries
		};
		const variant = number % 3 === 2 ? { localPages: 0 } : {};
		solveFrom(attempt, sizes, traces, {
			...options,
			...variant,
			seed: options.seed + number
		});
		const cost = trainingCost(attempt.order, sizes, traces, options);
		if (cost >= leastCost) continue;
		leastCost = cost;
		best = attempt.order;
	}
	return best;
}
function buildProblem(functionCount, traces) {
	const entries = buildTraceEntries(traces, functionCount);
	const { earliest } = entries;
	const keys = [];
	for (let f = 0; f < functionCount; f++) if (earliest[f] !== NEVER) keys.push(earliest[f] * functionCount + f);
	return {
		order: Int32Array.from(Float64Array.from(keys).sort(), (key) => key % functionCount),
		entries
	};
}
function solveFrom(problem, sizes, traces, options) {
	new Bisector(problem.order, sizes, problem.entries, traces.weights, options).run(0, problem.order.length);
}
/** What a layout costs on the traces it was made from: pages and area over their bounds, weighted. */
function trainingCost(order, sizes, traces, options) {
	const { pages, bound, area, areaBound } = countPages$1(options.placement === "pages" ? placeOnPages(order, sizes, options.pageSize) : placeDense(order, sizes), sizes, traces, options.pageSize);
	let cost = 0;
	for (let t = 0; t < pages.length; t++) {
		const ofPages = pages[t] / Math.max(1, bound[t]);
		const ofArea = area[t] / Math.max(1, areaBound[t]);
		cost += traces.weights[t] * (options.earlyFaultWeight * ofArea + (1 - options.earlyFaultWeight) * ofPages);
	}
	return cost;
}
function placeOnPages(order, sizes, pageSize) {
	const none = new Uint8Array(sizes.length);
	return paginate(fillPages(order, sizes, pageSize, none, none), sizes, pageSize, none, []).starts;
}
// src/pack/edge-heap.ts
/** A binary heap of numbered items by key, the largest first, equal ones by number; keys can change. */
var EdgeHeap = class {
	#keys;
	#items;
	/** Place in the heap, -1 for items that are not in it. */
	#places;
	#size = 0;
	constructor(capacity) {
		this.#keys = new Float64Array(capacity);
		this.#items = new Int32Array(capacity);
		this.#places = new Int32Array(capacity).fill(-1);
	}
	/** Puts the item in with this key, or gives it this key. */
	set(item, key) {
		let place = this.#places[item];
		if (place < 0) place = this.#size++;
		else if (!this.#isBefore(item, key, item, this.#keys[item])) {
			this.#keys[item] = key;
			this.#sinkDown(item, place);
			return;
		}
		this.#keys[item] = key;
		this.#floatUp(item, place);
	}
	remove(item) {
		const place = this.#places[item];
		if (place < 0) return;
		this.#places[item] = -1;
		const last = this.#items[--this.#size];
		if (last === item) return;
		this.#floatUp(last, place);
		this.#sinkDown(last, this.#places[last]);
	}
	/** The item with the largest key, taken out; -1 when empty. */
	pop() {
		if (this.#size === 0) return -1;
		const item = this.#items[0];
		this.remove(item);
		return item;
	}
	#isBefore(a, keyA, b, keyB) {
		return keyA > keyB || keyA === keyB && a < b;
	}
	#floatUp(item, from) {
		const key = this.#keys[item];
		let place = from;
		while (place > 0) {
			const parent = place - 1 >> 1;
			const other = this.#items[parent];
			if (!this.#isBefore(item, key, other, this.#keys[other])) break;
			this.#items[place] = other;
			this.#places[other] = place;
			place = parent;
		}
		this.#items[place] = item;
		this.#places[item] = place;
	}
	#sinkDown(item, from) {
		const key = this.#keys[item];
		let place = from;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= this.#size) break;
			let other = this.#items[child];
			if (child + 1 < this.#size) {
				const second = this.#items[child + 1];
				if (this.#isBefore(second, this.#keys[second], other, this.#keys[other])) {
					child++;
					other = second;
				}
			}
			if (this.#isBefore(item, key, other, this.#keys[other])) break;
			this.#items[place] = other;
			this.#places[other] = place;
			place = child;
		}
		this.#items[place] = item;
		this.#places[item] = place;
	}
};
// src/pack/cache-directed-sort.ts
/** Entries and bytes of the cache that the expected misses model: an i-TLB's reach, roughly. */
var CACHE_BYTES = 2048;
var CACHE_ENTRIES = 16;
/** Weight of expected misses against distances. */
var FREQUENCY_SCALE = .25;
/** Functions in a chain; longer chains gain nothing and cost time. */
var MAX_CHAIN = 128;
/**
* Orders functions so that callers and callees that call each other often stand close together, the densest code first.
*
* Cache-directed sort of LLVM (Newell, Pupyrev, "Improved Basic Block Reordering", arXiv 1809.04676, extended to functions):
* chains are merged greedily, first the pair with the largest gain, X before Y or Y before X. The gain is what the merge adds to
* the sum of calls x distance^(-1/4), distances from the middle of the caller to the start of the callee, plus a quarter of the drop
* in expected cache misses, over the smaller chain's bytes. Chains then go by density (calls for each byte).
*
* O(E log E) steps, each over the calls between two chains. Functions that were never called keep their order, at the end.
*/
function cacheDirectedSort(sizes, calls, edges) {
	return new ChainMerger(sizes, calls, edges).run();
}
var ChainMerger = class {
	#sizes;
	#totalCalls;
	#chainOf;
	#nextFunction;
	#lastFunction;
	#firstFunction;
	#chainCount;
	#chainBytes;
	#chainCalls;
	/** Byte in its chain at which a function starts. */
	#position;
	#from;
	#to;
	#weights;
	#nextCall;
	#firstCall;
	#lastCall;
	#linkEnds;
	#nextSlot;
	#previousSlot;
	#firstSlot;
	#forward;
	#linkTo;
	#heap;
	constructor(sizes, calls, edges) {
		const n = sizes.length;
		const m = edges.from.length;
		this.#sizes = sizes;
		let total = 0;
		for (let f = 0; f < n; f++) total += calls[f];
		this.#totalCalls = total;
		this.#chainOf = Int32Array.from(sizes.keys());
		this.#firstFunction = this.#chainOf.slice();
		this.#lastFunction = this.#chainOf.slice();
		this.#nextFunction = new Int32Array(n).fill(-1);
		this.#chainCount = new Int32Array(n).fill(1);
		this.#chainBytes = Float64Array.from(sizes);
		this.#chainCalls = calls.slice();
		this.#position = new Float64Array(n);
		this.#from = edges.from;
		this.#to = edges.to;
		this.#weights = edges.weights;
		this.#nextCall = new Int32Array(m).fill(-1);
		this.#firstCall = new Int32Array(m);
		this.#lastCall = new Int32Array(m);
		this.#linkEnds = new Int32Array(2 * m);
		this.#nextSlot = new Int32Array(2 * m).fill(-1);
		this.#previousSlot = new Int32Array(2 * m).fill(-1);
		this.#firstSlot = new Int32Array(n).fill(-1);
		this.#forward = new Uint8Array(m);
		this.#linkTo = new Int32Array(n).fill(-1);
		this.#heap = new EdgeHeap(m);
		this.#buildLinks();
	}
	run() {
		for (let link = this.#heap.pop(); link >= 0; link = this.#heap.pop()) {
			const x = this.#linkEnds[2 * link];
			const y = this.#linkEnds[2 * link + 1];
			if (this.#forward[link] === 1) this.#merge(x, y, link);
			else this.#merge(y, x, link);
		}
		return this.#collect();
	}
	/** One link for each pair of functions that call each other; a function's calls of itself say nothing about places. */
	#buildLinks() {
		const n = this.#sizes.length;
		const m = this.#from.length;
		const offsets = new Int32Array(n + 1);
		for (let e = 0; e < m; e++) offsets[Math.min(this.#from[e], this.#to[e]) + 1]++;
		for (let f = 0; f < n; f++) offsets[f + 1] += offsets[f];
		const byLower = new Int32Array(m);
		const next = offsets.slice(0, n);
		for (let e = 0; e < m; e++) byLower[next[Math.min(this.#from[e], this.#to[e])]++] = e;
		let links = 0;
		for (let f = 0; f < n; f++) {
			const start = links;
			for (let k = offsets[f]; k < offsets[f + 1]; k++) {
				const e = byLower[k];
				const other = Math.max(this.#from[e], this.#to[e]);
				if (other === f || !(this.#weights[e] > 0)) continue;
				const link = this.#linkTo[other];
				if (link >= 0) {
					this.#nextCall[this.#lastCall[link]] = e;
					this.#lastCall[link] = e;
					continue;
				}
				this.#linkTo[other] = links;
				this.#linkEnds[2 * links] = f;
				this.#linkEnds[2 * links + 1] = other;
				this.#firstCall[links] = e;
				this.#lastCall[links] = e;
				links++;
			}
			for (let link = start; link < links; link++) this.#linkTo[this.#linkEnds[2 * link + 1]] = -1;
		}
		for (let link = 0; link < links; link++) {
			this.#attach(this.#linkEnds[2 * link], 2 * link);
			this.#attach(this.#linkEnds[2 * link + 1], 2 * link + 1);
			this.#evaluate(link);
		}
	}
	#attach(chain, slot) {
		const first = this.#firstSlot[chain];
		this.#nextSlot[slot] = first;
		this.#previousSlot[slot] = -1;
		if (first >= 0) this.#previousSlot[first] = slot;
		this.#firstSlot[chain] = slot;
	}
	#detach(chain, slot) {
		const next = this.#nextSlot[slot];
		const previous = this.#previousSlot[slot];
		if (next >= 0) this.#previousSlot[next] = previous;
		if (previous >= 0) this.#nextSlot[previous] = next;
		else this.#firstSlot[chain] = next;
	}
	/** Computes the gain of merging a link's chains, with the better order, and files it if it is one. */
	#evaluate(link) {
		const x = this.#linkEnds[2 * link];
		const y = this.#linkEnds[2 * link + 1];
		if (this.#chainCount[x] + this.#chainCount[y] > MAX_CHAIN) {
			this.#heap.remove(link);
			return;
		}
		const bytesX = this.#chainBytes[x];
		const bytesY = this.#chainBytes[y];
		let xy = 0;
		let yx = 0;
		for (let e = this.#firstCall[link]; e >= 0; e = this.#nextCall[e]) {
			const from = this.#from[e];
			const to = this.#to[e];
			const weight = this.#weights[e];
			const call = this.#position[from] + this.#sizes[from] / 2;
			const entry = this.#position[to];
			const isFromX = this.#chainOf[from] === x;
			const callerFirst = weight * nearness((isFromX ? bytesX : bytesY) + entry - call);
			const calleeFirst = weight * nearness((isFromX ? bytesY : bytesX) + call - entry);
			xy += isFromX ? callerFirst : calleeFirst;
			yx += isFromX ? calleeFirst : callerFirst;
		}
		this.#forward[link] = xy >= yx ? 1 : 0;
		const callsX = this.#chainCalls[x];
		const callsY = this.#chainCalls[y];
		const fewer = this.#expectedMisses(callsX, bytesX) + this.#expectedMisses(callsY, bytesY) - this.#expectedMisses(callsX + callsY, bytesX + bytesY);
		const gain = (Math.max(xy, yx) + FREQUENCY_SCALE * fewer) / Math.max(1, Math.min(bytesX, bytesY));
		if (gain > 0) this.#heap.set(link, gain);
		else this.#heap.remove(link);
	}
	/** Calls of a chain times the chance that none of the last 16 lines of the cache that were loaded is its own. */
	#expectedMisses(calls, bytes) {
		const share = calls / Math.max(1, bytes) * CACHE_BYTES / this.#totalCalls;
		return share >= 1 ? 0 : calls * (1 - share) ** CACHE_ENTRIES;
	}
	/** Appends the second chain to the first; the one with more functions keeps its name. */
	#merge(first, second, link) {
		this.#detach(this.#linkEnds[2 * link], 2 * link);
		this.#detach(this.#linkEnds[2 * link + 1], 2 * link + 1);
		const shift = this.#chainBytes[first];
		for (let f = this.#firstFunction[second]; f >= 0; f = this.#nextFunction[f]) this.#position[f] += shift;
		const [kept, gone] = this.#chainCount[first] >= this.#chainCount[second] ? [first, second] : [second, first];
		for (let f = this.#firstFunction[gone]; f >= 0; f = this.#nextFunction[f]) this.#chainOf[f] = kept;
		this.#nextFunction[this.#lastFunction[first]] = this.#firstFunction[second];
		const head = this.#firstFunction[first];
		const tail = this.#lastFunction[second];
		this.#firstFunction[kept] = head;
		this.#lastFunction[kept] = tail;
		this.#firstFunction[gone] = -1;
		this.#chainCount[kept] += this.#chainCount[gone];
		this.#chainBytes[kept] += this.#chainBytes[gone];
		this.#chainCalls[kept] += this.#chainCalls[gone];
		this.#joinLinks(kept, gone);
		for (let slot = this.#firstSlot[kept]; slot >= 0; slot = this.#nextSlot[slot]) this.#evaluate(slot >> 1);
	}
	/** Moves the links of a chain that is gone to the one that took it in; two links to the same chain become one. */
	#joinLinks(kept, gone) {
		for (let slot = this.#firstSlot[kept]; slot >= 0; slot = this.#nextSlot[slot]) this.#linkTo[this.#linkEnds[slot ^ 1]] = slot >> 1;
		let following = -1;
		for (let slot = this.#firstSlot[gone]; slot >= 0; slot = following) {
			following = this.#nextSlot[slot];
			const link = slot >> 1;
			const other = this.#linkEnds[slot ^ 1];
			const known = this.#linkTo[other];
			if (known < 0) {
				this.#linkEnds[slot] = kept;
				this.#attach(kept, slot);
				continue;
			}
			this.#nextCall[this.#lastCall[known]] = this.#firstCall[link];
			this.#lastCall[known] = this.#lastCall[link];
			this.#detach(other, slot ^ 1);
			this.#heap.remove(link);
		}
		this.#firstSlot[gone] = -1;
		for (let slot = this.#firstSlot[kept]; slot >= 0; slot = this.#nextSlot[slot]) this.#linkTo[this.#linkEnds[slot ^ 1]] = -1;
	}
	#collect() {
		const chains = Int32Array.from(this.#firstFunction.keys()).filter((chain) => this.#firstFunction[chain] >= 0);
		const density = Float64Array.from(this.#chainCalls, (calls, chain) => calls / Math.max(1, this.#chainBytes[chain]));
		const first = this.#firstFunction;
		const byDensity = chains.sort((a, b) => density[b] - density[a] || first[a] - first[b]);
		const order = new Int32Array(this.#sizes.length);
		let end = 0;
		for (const chain of byDensity) for (let f = first[chain]; f >= 0; f = this.#nextFunction[f]) order[end++] = f;
		return order;
	}
};
/** Distance to the power of -1/4; nothing is nearer than a byte. */
function nearness(distance) {
	return 1 / Math.sqrt(Math.sqrt(Math.max(1, distance)));
}
// src/pack/adjacency.ts
/** Callees by caller, the heaviest first; equal ones in the order of the edges. O(E log d). */
function calleesByWeight(edges, functionCount) {
	const { from, to, weights } = edges;
	const offsets = new Int32Array(functionCount + 1);
	for (let e = 0; e < from.length; e++) offsets[from[e] + 1]++;
	for (let f = 0; f < functionCount; f++) offsets[f + 1] += offsets[f];
	const next = offsets.slice(0, functionCount);
	const targets = new Int32Array(from.length);
	const sorted = new Float64Array(from.length);
	for (let e = 0; e < from.length; e++) {
		const f = from[e];
		const weight = weights[e];
		let place = next[f]++;
		for (; place > offsets[f] && sorted[place - 1] < weight; place--) {
			targets[place] = targets[place - 1];
			sorted[place] = sorted[place - 1];
		}
		targets[place] = to[e];
		sorted[place] = weight;
	}
	return {
		offsets,
		targets,
		weights: sorted
	};
}
// src/pack/greedy.ts
/**
* The greedy page filling that this project started from: walk the functions in the given order; a function that does not
* fit opens a new page; after one is placed, its callees that are not yet placed follow, heaviest edge first,
* while they fit on the same page, and so do theirs. It never looks at traces; kept for comparison. O(n + E log d).
*
* Callees follow only within their caller's group (phase): the original let phases leak into each other's pages.
*
* @param order functions by priority
* @param group group of each function; functions of one group must stand together in `order`
* @returns the functions of `order`, newly ordered
*/
function greedyOrder(order, sizes, edges, pageSize, group) {
	const { offsets, targets } = calleesByWeight(edges, sizes.length);
	const open = new Uint8Array(sizes.length);
	for (const f of order) open[f] = 1;
	const result = new Int32Array(order.length);
	let end = 0;
	let used = 0;
	for (const root of order) {
		if (open[root] === 0) continue;
		if (used + sizes[root] > pageSize) used = 0;
		let next = end;
		result[end++] = root;
		open[root] = 0;
		used += sizes[root];
		while (next < end) {
			const f = result[next++];
			for (let e = offsets[f]; e < offsets[f + 1]; e++) {
				const callee = targets[e];
				if (open[callee] === 0 || group[callee] !== group[root] || used + sizes[callee] > pageSize) continue;
				open[callee] = 0;
				result[end++] = callee;
				used += sizes[callee];
			}
		}
	}
	return result;
}
// src/pack/hybrid.ts
/** Share of all calls that the hot set makes up. */
var HOT_CALL_SHARE = .9;
/** A hot function that at least this share of traces (by weight) holds belongs next to the start-up code. */
var OFTEN_TRACED = .5;
/**
* Joins a start-up order and a steady order into one for code that must do both.
*
* The hot set comes first: the functions with the most calls for each byte that make up 90 % of all calls. Those seldom traced, then
* those often traced, each in steady order, so that the part that start-up needs too touches the start-up code. Then the other
* traced functions in start-up order, then the rest in steady order. O(n log n).
*
* @param startup the traced functions, by {@link balancedPartitioning}
* @param steady all functions, by {@link cacheDirectedSort}
*/
function combineOrders({ sizes, calls, traces }, startup, steady) {
	const hot = hotSet(sizes, calls);
	const tracedWeight = new Float64Array(sizes.length);
	let totalWeight = 0;
	for (let t = 0; t < traces.weights.length; t++) {
		const weight = traces.weights[t];
		totalWeight += weight;
		for (let k = traces.offsets[t]; k < traces.offsets[t + 1]; k++) tracedWeight[traces.functions[k]] += weight;
	}
	const often = totalWeight * OFTEN_TRACED;
	const placed = new Uint8Array(sizes.length);
	const order = new Int32Array(sizes.length);
	let end = 0;
	const place = (f) => {
		if (placed[f] === 1) return;
		placed[f] = 1;
		order[end++] = f;
	};
	for (const f of steady) if (hot[f] === 1 && (tracedWeight[f] < often || totalWeight === 0)) place(f);
	for (const f of steady) if (hot[f] === 1) place(f);
	for (const f of startup) place(f);
	for (const f of steady) place(f);
	return order;
}
/** Calls for each byte, not calls: it costs 0.3 % fewer start-up pages and 10 % fewer i-TLB misses; see docs/algorithms.md. */
function hotSet(sizes, calls) {
	const density = Float64Array.from(calls, (count, f) => count / Math.max(1, sizes[f]));
	const called = Int32Array.from(calls.keys()).filter((f) => calls[f] > 0);
	called.sort((a, b) => density[b] - density[a] || a - b);
	let total = 0;
	for (const f of called) total += calls[f];
	const hot = new Uint8Array(sizes.length);
	let covered = 0;
	for (const f of called) {
		if (covered >= HOT_CALL_SHARE * total) break;
		covered += calls[f];
		hot[f] = 1;
	}
	return hot;
}
// src/pack/algorithms.ts
/** @throws LayoutError `PAGE_SIZE`, `EARLY_FAULT_WEIGHT` */
function resolveOrderOptions(options) {
	const { pageSize = 4096, earlyFaultWeight = .4, seed = 1, placement = "dense" } = options;
	if (!(Number.isSafeInteger(pageSize) && pageSize > 0)) throw new LayoutError("PAGE_SIZE", `the page size is ${pageSize}, expected a whole number of bytes above 0.`);
	if (!(earlyFaultWeight >= 0 && earlyFaultWeight <= 1)) throw new LayoutError("EARLY_FAULT_WEIGHT", `the early fault weight is ${earlyFaultWeight}, expected 0 to 1.`);
	return {
		pageSize,
		earlyFaultWeight,
		seed: seed | 0,
		placement
	};
}
/** Orders all functions of the input: a permutation of their numbers. The same input and seed give the same order, always. */
function orderFunctions(input, algorithm, options = {}) {
	const resolved = resolveOrderOptions(options);
	const { sizes, calls, edges, traces } = input;
	switch (algorithm) {
		case "bp": return completeOrder(balancedPartitioning(sizes, traces, resolved), sizes.length);
		case "cdsort": return cacheDirectedSort(sizes, calls, edges);
		case "hybrid": return combineOrders(input, balancedPartitioning(sizes, traces, resolved), cacheDirectedSort(sizes, calls, edges));
		case "greedy": return greedyOrder(orderByCalls(calls), sizes, edges, resolved.pageSize, new Uint8Array(sizes.length));
	}
}
/**
* The functions of `order`, then all others in source order. Source order it is because functions that no trace holds
* and yet run later come in clusters of neighbours; by density or likelihood they touch up to 4 % more pages.
*/
function completeOrder(order, functionCount) {
	const placed = new Uint8Array(functionCount);
	const complete = new Int32Array(functionCount);
	complete.set(order);
	let end = order.length;
	for (const f of order) placed[f] = 1;
	for (let f = 0; f < functionCount; f++) if (placed[f] === 0) complete[end++] = f;
	return complete;
}
function orderByCalls(calls) {
	return Int32Array.from(calls.keys()).sort((a, b) => calls[b] - calls[a] || a - b);
}
// src/pack/input.ts
var NO_TRACES = {
	offsets: /* @__PURE__ */ new Int32Array(1),
	functions: /* @__PURE__ */ new Int32Array(0),
	weights: /* @__PURE__ */ new Float64Array(0)
};
/**
* Joins traces into typed arrays. A function that a trace names twice counts once, where it stands first.
*
* @throws LayoutError `TRACE_UNKNOWN_FUNCTION`, `TRACE_WEIGHT`
*/
function buildTraces(traces, functionCount) {
	const offsets = new Int32Array(traces.length + 1);
	let total = 0;
	for (const trace of traces) total += trace.order.length;
	const functions = new Int32Array(total);
	const weights = new Float64Array(traces.length);
	const seen = new Int32Array(functionCount);
	let end = 0;
	for (const [number, trace] of traces.entries()) {
		const { order, weight = 1 } = trace;
		if (!(weight > 0 && weight < Infinity)) throw new LayoutError("TRACE_WEIGHT", `trace ${number} has weight ${weight}, expected a positive number.`);
		weights[number] = weight;
		for (let i = 0; i < order.length; i++) {
			const f = order[i];
			if (!(f >= 0 && f < functionCount && Number.isInteger(f))) throw new LayoutError("TRACE_UNKNOWN_FUNCTION", `trace ${number} names function ${f} at place ${i}, expected a number below ${functionCount}.`);
			if (seen[f] === number + 1) continue;
			seen[f] = number + 1;
			functions[end++] = f;
		}
		offsets[number + 1] = end;
	}
	return {
		offsets,
		functions: functions.subarray(0, end),
		weights
	};
}
// src/pack/budget-spill.ts
/**
* Finds the phases over budget and what would have to go.
*
* Largest functions first, as many as it takes; then each chosen one, the smallest first, is exchanged for a smaller one that still does.
* Every step packs what stays, so that the answer holds for pages, not only for bytes. O(n log n + packings).
*
* @param order layout order
* @param phaseOf place of each function's phase in `PHASES`
* @param isFixed 1 for functions that must stay in their phase
* @param budgets pages by phase; 0 means none
*/
function findBudgetSpills(order, sizes, pageSize, phaseOf, isFixed, budgets) {
	return PHASES.flatMap((phase, number) => {
		const budget = budgets[phase];
		const members = order.filter((f) => phaseOf[f] === number);
		const pages = budget === 0 ? 0 : countPages(members, sizes, pageSize, new Uint8Array(sizes.length));
		if (pages <= budget) return [];
		const leaving = smallestChange(members, sizes, pageSize, isFixed, budget);
		return [{
			phase,
			pages,
			budget,
			leaving,
			bytes: leaving === void 0 ? 0 : leaving.reduce((sum, f) => sum + sizes[f], 0)
		}];
	});
}
function smallestChange(members, sizes, pageSize, isFixed, budget) {
	const movable = members.filter((f) => isFixed[f] !== 1).sort((a, b) => sizes[b] - sizes[a] || a - b);
	const leaves = new Uint8Array(sizes.length);
	const fits = () => countPages(members, sizes, pageSize, leaves) <= budget;
	let count = 0;
	let excess = members.reduce((sum, f) => sum + sizes[f], 0) - budget * pageSize;
	for (; count < movable.length && excess > 0; count++) {
		leaves[movable[count]] = 1;
		excess -= sizes[movable[count]];
	}
	while (!fits()) {
		if (count === movable.length) return void 0;
		leaves[movable[count++]] = 1;
	}
	for (let chosen = count - 1; chosen >= 0; chosen--) {
		const f = movable[chosen];
		leaves[f] = 0;
		let low = count - 1;
		let high = movable.length - 1;
		while (low < high) {
			const middle = low + high + 1 >> 1;
			const candidate = movable[middle];
			const isFree = leaves[candidate] === 0;
			leaves[candidate] = 1;
			const isEnough = isFree && fits();
			if (isFree) leaves[candidate] = 0;
			if (isEnough) low = middle;
			else high = middle - 1;
		}
		leaves[low < count ? f : movable[low]] = 1;
	}
	return members.filter((f) => leaves[f] === 1);
}
/** Pages of one phase that starts on a page of its own, by the rule of `paginate`. */
function countPages(members, sizes, pageSize, leaves) {
	let pages = 0;
	let used = 0;
	let isOccupied = false;
	for (const f of members) {
		if (leaves[f] === 1) continue;
		const size = sizes[f];
		if (used > 0 && used + size > pageSize) {
			pages++;
			used = 0;
		}
		used += size;
		isOccupied = true;
		if (used >= pageSize) {
			pages += Math.ceil(used / pageSize);
			used = 0;
			isOccupied = false;
		}
	}
	return pages + (isOccupied ? 1 : 0);
}
// node_modules/tinypool/dist/common-Bo3KCGim.js
function isTransferable(value) {
	return value != null && typeof value === "object" && kTransferable in value && kValue in value;
}
function isMovable(value) {
	return isTransferable(value) && value[kMovable] === true;
}
function markMovable(value) {
	Object.defineProperty(value, kMovable, {
		enumerable: false,
		configurable: true,
		writable: true,
		value: true
	});
}
function withNullPrototype(source) {
	return Object.assign(Object.create(null), source);
}
function isTaskQueue(value) {
	return typeof value === "object" && value !== null && "size" in value && typeof value.shift === "function" && typeof value.remove === "function" && typeof value.push === "function";
}
var kMovable, kTransferable, kValue, kQueueOptions;
var init_common_Bo3KCGim = __esmMin((() => {
	kMovable = Symbol("Tinypool.kMovable");
	kTransferable = Symbol.for("Tinypool.transferable");
	kValue = Symbol.for("Tinypool.valueOf");
	kQueueOptions = Symbol.for("Tinypool.queueOptions");
}));
// node_modules/tinypool/dist/index.js
var dist_exports = /* @__PURE__ */ __exportAll({
	Tinypool: () => Tinypool,
	default: () => src_default,
	isMovable: () => isMovable,
	isTaskQueue: () => isTaskQueue,
	isTransferable: () => isTransferable,
	kFieldCount: () => 2,
	kQueueOptions: () => kQueueOptions,
	kRequestCountField: () => 0,
	kResponseCountField: () => 1,
	kTransferable: () => kTransferable,
	kValue: () => kValue,
	markMovable: () => markMovable,
	withNullPrototype: () => withNullPrototype,
	workerId: () => _workerId
});
function hasUnref(stream) {
	return stream != null && "unref" in stream && typeof stream.unref === "function";
}
function onabort(abortSignal, listener) {
	if ("addEventListener" in abortSignal) abortSignal.addEventListener("abort", listener, { once: true });
	else abortSignal.once("abort", listener);
}
function maybeFileURLToPath(filename) {
	if (typeof filename !== "string") return filename.protocol === "file:" ? fileURLToPath(filename) : filename.href;
	return filename.startsWith("file:") ? fileURLToPath(new URL$1(filename)) : filename;
}
var ThreadWorker, __tinypool_worker_message__, SIGKILL_TIMEOUT, ProcessWorker, cpuCount, AbortError, CancelError, ArrayTaskQueue, kDefaultOptions, kDefaultRunOptions, DirectlyTransferable, ArrayBufferViewTransferable, taskIdCounter, TaskInfo, AsynchronouslyCreatedResource, AsynchronouslyCreatedResourcePool, Errors, WorkerInfo, ThreadPool, Tinypool, _workerId, src_default;
var init_dist = __esmMin((() => {
	init_common_Bo3KCGim();
	ThreadWorker = class {
		name = "ThreadWorker";
		runtime = "worker_threads";
		initialize(options) {
			this.thread = new Worker(fileURLToPath(import.meta.url + "/../entry/worker.js"), options);
			this.threadId = this.thread.threadId;
		}
		async terminate() {
			const output = await this.thread.terminate();
			this.channel?.onClose?.();
			return output;
		}
		postMessage(message, transferListItem) {
			return this.thread.postMessage(message, transferListItem);
		}
		on(event, callback) {
			return this.thread.on(event, callback);
		}
		once(event, callback) {
			return this.thread.once(event, callback);
		}
		emit(event, ...data) {
			return this.thread.emit(event, ...data);
		}
		ref() {
			return this.thread.ref();
		}
		unref() {
			return this.thread.unref();
		}
		setChannel(channel) {
			if (channel.onMessage) throw new Error("{ runtime: 'worker_threads' } doesn't support channel.onMessage. Use transferListItem for listening to messages instead.");
			if (channel.postMessage) throw new Error("{ runtime: 'worker_threads' } doesn't support channel.postMessage. Use transferListItem for sending to messages instead.");
			if (this.channel && this.channel !== channel) this.channel.onClose?.();
			this.channel = channel;
		}
	};
	__tinypool_worker_message__ = true;
	SIGKILL_TIMEOUT = 1e3;
	ProcessWorker = class {
		name = "ProcessWorker";
		runtime = "child_process";
		isTerminating = false;
		initialize(options) {
			this.process = fork(fileURLToPath(import.meta.url + "/../entry/process.js"), options.argv, {
				...options,
				stdio: "pipe",
				env: {
					...options.env,
					TINYPOOL_WORKER_ID: options.workerData[0].workerId.toString()
				}
			});
			process.stdout.setMaxListeners(1 + process.stdout.getMaxListeners());
			process.stderr.setMaxListeners(1 + process.stderr.getMaxListeners());
			this.process.stdout?.pipe(process.stdout);
			this.process.stderr?.pipe(process.stderr);
			this.threadId = this.process.pid;
			this.process.on("exit", this.onUnexpectedExit);
			this.waitForExit = new Promise((r) => this.process.on("exit", r));
		}
		onUnexpectedExit = () => {
			this.process.emit("error", /* @__PURE__ */ new Error("Worker exited unexpectedly"));
		};
		async terminate() {
			this.isTerminating = true;
			this.process.off("exit", this.onUnexpectedExit);
			const sigkillTimeout = setTimeout(() => this.process.kill("SIGKILL"), SIGKILL_TIMEOUT);
			this.process.kill();
			await this.waitForExit;
			this.process.stdout?.unpipe(process.stdout);
			this.process.stderr?.unpipe(process.stderr);
			this.port?.close();
			this.channel?.onClose?.();
			clearTimeout(sigkillTimeout);
		}
		setChannel(channel) {
			if (this.channel && this.channel !== channel) this.channel.onClose?.();
			this.channel = channel;
			this.channel.onMessage?.((message) => {
				this.send(message);
			});
		}
		send(message) {
			if (!this.isTerminating) this.process.send(message);
		}
		postMessage(message, transferListItem) {
			transferListItem?.forEach((item) => {
				if (item instanceof MessagePort) {
					this.port = item;
					this.port.start();
				}
			});
			if (this.port) this.port.on("message", (message$1) => this.send({
				...message$1,
				source: "port",
				__tinypool_worker_message__
			}));
			return this.send({
				...message,
				source: "pool",
				__tinypool_worker_message__
			});
		}
		on(event, callback) {
			return this.process.on(event, (data) => {
				if (event === "error") return callback(data);
				if (!data || !data.__tinypool_worker_message__) return this.channel?.postMessage?.(data);
				if (data.source === "pool") callback(data);
				else if (data.source === "port") this.port.postMessage(data);
			});
		}
		once(event, callback) {
			return this.process.once(event, callback);
		}
		emit(event, ...data) {
			return this.process.emit(event, ...data);
		}
		ref() {
			return this.process.ref();
		}
		unref() {
			this.port?.unref();
			this.process.channel?.unref?.();
			if (hasUnref(this.process.stdout)) this.process.stdout.unref();
			if (hasUnref(this.process.stderr)) this.process.stderr.unref();
			return this.process.unref();
		}
	};
	cpuCount = availableParallelism();
	AbortError = class extends Error {
		constructor() {
			super("The task has been aborted");
		}
		get name() {
			return "AbortError";
		}
	};
	CancelError = class extends Error {
		constructor() {
			super("The task has been cancelled");
		}
		get name() {
			return "CancelError";
		}
	};
	ArrayTaskQueue = class {
		tasks = [];
		get size() {
			return this.tasks.length;
		}
		shift() {
			return this.tasks.shift();
		}
		push(task) {
			this.tasks.push(task);
		}
		remove(task) {
			const index = this.tasks.indexOf(task);
			assert.notStrictEqual(index, -1);
			this.tasks.splice(index, 1);
		}
		cancel() {
			while (this.tasks.length > 0) this.tasks.pop()?.cancel();
		}
	};
	kDefaultOptions = {
		filename: null,
		name: "default",
		runtime: "worker_threads",
		minThreads: Math.max(cpuCount / 2, 1),
		maxThreads: cpuCount,
		idleTimeout: 0,
		maxQueue: Infinity,
		concurrentTasksPerWorker: 1,
		useAtomics: true,
		taskQueue: new ArrayTaskQueue(),
		trackUnmanagedFds: true
	};
	kDefaultRunOptions = {
		transferList: void 0,
		filename: null,
		signal: null,
		name: null
	};
	DirectlyTransferable = class {
		#value;
		constructor(value) {
			this.#value = value;
		}
		get [kTransferable]() {
			return this.#value;
		}
		get [kValue]() {
			return this.#value;
		}
	};
	ArrayBufferViewTransferable = class {
		#view;
		constructor(view) {
			this.#view = view;
		}
		get [kTransferable]() {
			return this.#view.buffer;
		}
		get [kValue]() {
			return this.#view;
		}
	};
	taskIdCounter = 0;
	TaskInfo = class extends AsyncResource {
		abortListener = null;
		workerInfo = null;
		constructor(task, transferList, filename, name, callback, abortSignal, triggerAsyncId, channel) {
			super("Tinypool.Task", {
				requireManualDestroy: true,
				triggerAsyncId
			});
			this.callback = callback;
			this.task = task;
			this.transferList = transferList;
			this.cancel = () => this.callback(new CancelError(), null);
			this.channel = channel;
			if (isMovable(task)) {
				/* istanbul ignore if */
				if (this.transferList == null) this.transferList = [];
				this.transferList = this.transferList.concat(task[kTransferable]);
				this.task = task[kValue];
			}
			this.filename = filename;
			this.name = name;
			this.taskId = taskIdCounter++;
			this.abortSignal = abortSignal;
			this.created = performance$1.now();
			this.started = 0;
		}
		releaseTask() {
			const ret = this.task;
			this.task = null;
			return ret;
		}
		done(err, result) {
			this.emitDestroy();
			this.runInAsyncScope(this.callback, null, err, result);
			if (this.abortSignal && this.abortListener) if ("removeEventListener" in this.abortSignal && this.abortListener) this.abortSignal.removeEventListener("abort", this.abortListener);
			else this.abortSignal.off("abort", this.abortListener);
		}
		get [kQueueOptions]() {
			return kQueueOptions in this.task ? this.task[kQueueOptions] : null;
		}
	};
	AsynchronouslyCreatedResource = class {
		onreadyListeners = [];
		markAsReady() {
			const listeners = this.onreadyListeners;
			assert(listeners !== null);
			this.onreadyListeners = null;
			for (const listener of listeners) listener();
		}
		isReady() {
			return this.onreadyListeners === null;
		}
		onReady(fn) {
			if (this.onreadyListeners === null) {
				fn();
				return;
			}
			this.onreadyListeners.push(fn);
		}
	};
	AsynchronouslyCreatedResourcePool = class {
		pendingItems = /* @__PURE__ */ new Set();
		readyItems = /* @__PURE__ */ new Set();
		constructor(maximumUsage) {
			this.maximumUsage = maximumUsage;
			this.onAvailableListeners = [];
		}
		add(item) {
			this.pendingItems.add(item);
			item.onReady(() => {
				/* istanbul ignore else */
				if (this.pendingItems.has(item)) {
					this.pendingItems.delete(item);
					this.readyItems.add(item);
					this.maybeAvailable(item);
				}
			});
		}
		delete(item) {
			this.pendingItems.delete(item);
			this.readyItems.delete(item);
		}
		findAvailable() {
			let minUsage = this.maximumUsage;
			let candidate = null;
			for (const item of this.readyItems) {
				const usage = item.currentUsage();
				if (usage === 0) return item;
				if (usage < minUsage) {
					candidate = item;
					minUsage = usage;
				}
			}
			return candidate;
		}
		*[Symbol.iterator]() {
			yield* this.pendingItems;
			yield* this.readyItems;
		}
		get size() {
			return this.pendingItems.size + this.readyItems.size;
		}
		maybeAvailable(item) {
			/* istanbul ignore else */
			if (item.currentUsage() < this.maximumUsage) for (const listener of this.onAvailableListeners) listener(item);
		}
		onAvailable(fn) {
			this.onAvailableListeners.push(fn);
		}
	};
	Errors = {
		ThreadTermination: () => /* @__PURE__ */ new Error("Terminating worker thread"),
		FilenameNotProvided: () => /* @__PURE__ */ new Error("filename must be provided to run() or in options object"),
		TaskQueueAtLimit: () => /* @__PURE__ */ new Error("Task queue is at limit"),
		NoTaskQueueAvailable: () => /* @__PURE__ */ new Error("No task queue available and all Workers are busy")
	};
	WorkerInfo = class extends AsynchronouslyCreatedResource {
		idleTimeout = null;
		lastSeenResponseCount = 0;
		constructor(worker, port, workerId, freeWorkerId, onMessage, filename, teardown) {
			super();
			this.worker = worker;
			this.workerId = workerId;
			this.freeWorkerId = freeWorkerId;
			this.teardown = teardown;
			this.filename = filename;
			this.port = port;
			this.port.on("message", (message) => this._handleResponse(message));
			this.onMessage = onMessage;
			this.taskInfos = /* @__PURE__ */ new Map();
			this.sharedBuffer = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
		}
		async destroy(timeout) {
			let resolve;
			let reject;
			const ret = new Promise((res, rej) => {
				resolve = res;
				reject = rej;
			});
			if (this.teardown && this.filename) {
				const { teardown, filename } = this;
				await new Promise((resolve$1, reject$1) => {
					this.postTask(new TaskInfo({}, [], filename, teardown, (error, result) => error ? reject$1(error) : resolve$1(result), null, 1, void 0));
				});
			}
			const timer = timeout ? setTimeout(() => reject(/* @__PURE__ */ new Error("Failed to terminate worker")), timeout) : null;
			this.worker.terminate().then(() => {
				if (timer !== null) clearTimeout(timer);
				this.port.close();
				this.clearIdleTimeout();
				for (const taskInfo of this.taskInfos.values()) taskInfo.done(Errors.ThreadTermination());
				this.taskInfos.clear();
				resolve();
			});
			return ret;
		}
		clearIdleTimeout() {
			if (this.idleTimeout !== null) {
				clearTimeout(this.idleTimeout);
				this.idleTimeout = null;
			}
		}
		ref() {
			this.port.ref();
			return this;
		}
		unref() {
			this.port.unref();
			return this;
		}
		_handleResponse(message) {
			this.usedMemory = message.usedMemory;
			this.onMessage(message);
			if (this.taskInfos.size === 0) this.unref();
		}
		postTask(taskInfo) {
			assert(!this.taskInfos.has(taskInfo.taskId));
			const message = {
				task: taskInfo.releaseTask(),
				taskId: taskInfo.taskId,
				filename: taskInfo.filename,
				name: taskInfo.name
			};
			try {
				if (taskInfo.channel) this.worker.setChannel?.(taskInfo.channel);
				this.port.postMessage(message, taskInfo.transferList);
			} catch (err) {
				taskInfo.done(err);
				return;
			}
			taskInfo.workerInfo = this;
			this.taskInfos.set(taskInfo.taskId, taskInfo);
			this.ref();
			this.clearIdleTimeout();
			Atomics.add(this.sharedBuffer, 0, 1);
			Atomics.notify(this.sharedBuffer, 0, 1);
		}
		processPendingMessages() {
			const actualResponseCount = Atomics.load(this.sharedBuffer, 1);
			if (actualResponseCount !== this.lastSeenResponseCount) {
				this.lastSeenResponseCount = actualResponseCount;
				let entry;
				while ((entry = receiveMessageOnPort(this.port)) !== void 0) this._handleResponse(entry.message);
			}
		}
		isRunningAbortableTask() {
			if (this.taskInfos.size !== 1) return false;
			const [first] = this.taskInfos;
			const [, task] = first || [];
			return task?.abortSignal !== null;
		}
		currentUsage() {
			if (this.isRunningAbortableTask()) return Infinity;
			return this.taskInfos.size;
		}
	};
	ThreadPool = class {
		skipQueue = [];
		completed = 0;
		start = performance$1.now();
		inProcessPendingMessages = false;
		startingUp = false;
		workerFailsDuringBootstrap = false;
		constructor(publicInterface, options) {
			this.publicInterface = publicInterface;
			this.taskQueue = options.taskQueue || new ArrayTaskQueue();
			const filename = options.filename ? maybeFileURLToPath(options.filename) : null;
			this.options = withNullPrototype({
				...kDefaultOptions,
				...options,
				filename,
				maxQueue: 0
			});
			if (options.maxThreads !== void 0 && this.options.minThreads >= options.maxThreads) this.options.minThreads = options.maxThreads;
			if (options.minThreads !== void 0 && this.options.maxThreads <= options.minThreads) this.options.maxThreads = options.minThreads;
			if (options.maxQueue === "auto") this.options.maxQueue = this.options.maxThreads ** 2;
			else this.options.maxQueue = options.maxQueue ?? kDefaultOptions.maxQueue;
			this.workerIds = new Map(new Array(this.options.maxThreads).fill(0).map((_, i) => [i + 1, true]));
			this.workers = new AsynchronouslyCreatedResourcePool(this.options.concurrentTasksPerWorker);
			this.workers.onAvailable((w) => this._onWorkerAvailable(w));
			this.startingUp = true;
			this._ensureMinimumWorkers();
			this.startingUp = false;
		}
		_ensureEnoughWorkersForTaskQueue() {
			while (this.workers.size < this.taskQueue.size && this.workers.size < this.options.maxThreads) this._addNewWorker();
		}
		_ensureMaximumWorkers() {
			while (this.workers.size < this.options.maxThreads) this._addNewWorker();
		}
		_ensureMinimumWorkers() {
			while (this.workers.size < this.options.minThreads) this._addNewWorker();
		}
		_addNewWorker() {
			const workerIds = this.workerIds;
			let workerId;
			workerIds.forEach((isIdAvailable, _workerId$1) => {
				if (isIdAvailable && !workerId) {
					workerId = _workerId$1;
					workerIds.set(_workerId$1, false);
				}
			});
			const tinypoolPrivateData = { workerId };
			const worker = this.options.runtime === "child_process" ? new ProcessWorker() : new ThreadWorker();
			worker.initialize({
				env: this.options.env,
				argv: this.options.argv,
				execArgv: this.options.execArgv,
				resourceLimits: this.options.resourceLimits,
				workerData: [tinypoolPrivateData, this.options.workerData],
				trackUnmanagedFds: this.options.trackUnmanagedFds,
				serialization: this.options.serialization
			});
			const onMessage = (message$1) => {
				const { taskId, result } = message$1;
				const taskInfo = workerInfo.taskInfos.get(taskId);
				workerInfo.taskInfos.delete(taskId);
				if (!this.shouldRecycleWorker(taskInfo)) this.workers.maybeAvailable(workerInfo);
				/* istanbul ignore if */
				if (taskInfo === void 0) {
					const err = /* @__PURE__ */ new Error(`Unexpected message from Worker: ${inspect(message$1)}`);
					this.publicInterface.emit("error", err);
				} else taskInfo.done(message$1.error, result);
				this._processPendingMessages();
			};
			const { port1, port2 } = new MessageChannel();
			const workerInfo = new WorkerInfo(worker, port1, workerId, () => workerIds.set(workerId, true), onMessage, this.options.filename, this.options.teardown);
			if (this.startingUp) workerInfo.markAsReady();
			const message = {
				filename: this.options.filename,
				name: this.options.name,
				port: port2,
				sharedBuffer: workerInfo.sharedBuffer,
				useAtomics: this.options.useAtomics
			};
			worker.postMessage(message, [port2]);
			worker.on("message", (message$1) => {
				if (message$1.ready === true) {
					port1.start();
					if (workerInfo.currentUsage() === 0) workerInfo.unref();
					if (!workerInfo.isReady()) workerInfo.markAsReady();
					return;
				}
				worker.emit("error", /* @__PURE__ */ new Error(`Unexpected message on Worker: ${inspect(message$1)}`));
			});
			worker.on("error", (err) => {
				worker.ref = () => {};
				const taskInfos = [...workerInfo.taskInfos.values()];
				workerInfo.taskInfos.clear();
				this._removeWorker(workerInfo);
				if (workerInfo.isReady() && !this.workerFailsDuringBootstrap) this._ensureMinimumWorkers();
				else this.workerFailsDuringBootstrap = true;
				if (taskInfos.length > 0) for (const taskInfo of taskInfos) taskInfo.done(err, null);
				else this.publicInterface.emit("error", err);
			});
			worker.unref();
			port1.on("close", () => {
				worker.ref();
			});
			this.workers.add(workerInfo);
		}
		_processPendingMessages() {
			if (this.inProcessPendingMessages || !this.options.useAtomics) return;
			this.inProcessPendingMessages = true;
			try {
				for (const workerInfo of this.workers) workerInfo.processPendingMessages();
			} finally {
				this.inProcessPendingMessages = false;
			}
		}
		_removeWorker(workerInfo) {
			workerInfo.freeWorkerId();
			this.workers.delete(workerInfo);
			return workerInfo.destroy(this.options.terminateTimeout);
		}
		_onWorkerAvailable(workerInfo) {
			while ((this.taskQueue.size > 0 || this.skipQueue.length > 0) && workerInfo.currentUsage() < this.options.concurrentTasksPerWorker) {
				const taskInfo = this.skipQueue.shift() || this.taskQueue.shift();
				if (taskInfo.abortSignal && workerInfo.taskInfos.size > 0) {
					this.skipQueue.push(taskInfo);
					break;
				}
				taskInfo.started = performance$1.now();
				workerInfo.postTask(taskInfo);
				this._maybeDrain();
				return;
			}
			if (workerInfo.taskInfos.size === 0 && this.workers.size > this.options.minThreads) workerInfo.idleTimeout = setTimeout(() => {
				assert.strictEqual(workerInfo.taskInfos.size, 0);
				if (this.workers.size > this.options.minThreads) this._removeWorker(workerInfo);
			}, this.options.idleTimeout).unref();
		}
		runTask(task, options) {
			let { filename, name } = options;
			const { transferList = [], signal = null, channel } = options;
			if (filename == null) filename = this.options.filename;
			if (name == null) name = this.options.name;
			if (typeof filename !== "string" && !(filename instanceof URL$1)) return Promise.reject(Errors.FilenameNotProvided());
			filename = maybeFileURLToPath(filename);
			let resolve;
			let reject;
			const ret = new Promise((res, rej) => {
				resolve = res;
				reject = rej;
			});
			const taskInfo = new TaskInfo(task, transferList, filename, name, (err, result) => {
				this.completed++;
				if (err !== null) reject(err);
				if (this.shouldRecycleWorker(taskInfo)) this._removeWorker(taskInfo.workerInfo).then(() => this._ensureMinimumWorkers()).then(() => this._ensureEnoughWorkersForTaskQueue()).then(() => resolve(result)).catch(reject);
				else resolve(result);
			}, signal, this.publicInterface.asyncResource.asyncId(), channel);
			if (signal !== null) {
				if (signal.aborted) return Promise.reject(new AbortError());
				taskInfo.abortListener = () => {
					reject(new AbortError());
					if (taskInfo.workerInfo !== null) {
						this._removeWorker(taskInfo.workerInfo);
						this._ensureMinimumWorkers();
					} else this.taskQueue.remove(taskInfo);
				};
				onabort(signal, taskInfo.abortListener);
			}
			if (this.taskQueue.size > 0) {
				const totalCapacity = this.options.maxQueue + this.pendingCapacity();
				if (this.taskQueue.size >= totalCapacity) if (this.options.maxQueue === 0) return Promise.reject(Errors.NoTaskQueueAvailable());
				else return Promise.reject(Errors.TaskQueueAtLimit());
				else {
					if (this.workers.size < this.options.maxThreads) this._addNewWorker();
					this.taskQueue.push(taskInfo);
				}
				return ret;
			}
			let workerInfo = this.workers.findAvailable();
			if (workerInfo !== null && workerInfo.currentUsage() > 0 && signal) workerInfo = null;
			let waitingForNewWorker = false;
			if ((workerInfo === null || workerInfo.currentUsage() > 0) && this.workers.size < this.options.maxThreads) {
				this._addNewWorker();
				waitingForNewWorker = true;
			}
			if (workerInfo === null) {
				if (this.options.maxQueue <= 0 && !waitingForNewWorker) return Promise.reject(Errors.NoTaskQueueAvailable());
				else this.taskQueue.push(taskInfo);
				return ret;
			}
			taskInfo.started = performance$1.now();
			workerInfo.postTask(taskInfo);
			this._maybeDrain();
			return ret;
		}
		shouldRecycleWorker(taskInfo) {
			if (taskInfo?.workerInfo?.shouldRecycle) return true;
			if (this.options.isolateWorkers && taskInfo?.workerInfo) return true;
			if (!this.options.isolateWorkers && this.options.maxMemoryLimitBeforeRecycle !== void 0 && (taskInfo?.workerInfo?.usedMemory || 0) > this.options.maxMemoryLimitBeforeRecycle) return true;
			return false;
		}
		pendingCapacity() {
			return this.workers.pendingItems.size * this.options.concurrentTasksPerWorker;
		}
		_maybeDrain() {
			if (this.taskQueue.size === 0 && this.skipQueue.length === 0) this.publicInterface.emit("drain");
		}
		async destroy() {
			while (this.skipQueue.length > 0) this.skipQueue.shift().done(/* @__PURE__ */ new Error("Terminating worker thread"));
			while (this.taskQueue.size > 0) this.taskQueue.shift().done(/* @__PURE__ */ new Error("Terminating worker thread"));
			const exitEvents = [];
			while (this.workers.size > 0) {
				const [workerInfo] = this.workers;
				exitEvents.push(once(workerInfo.worker, "exit"));
				this._removeWorker(workerInfo);
			}
			await Promise.all(exitEvents);
		}
		async recycleWorkers(_options = {}) {
			const options = withNullPrototype(_options);
			const runtimeChanged = options?.runtime && options.runtime !== this.options.runtime;
			if (options?.runtime) this.options.runtime = options.runtime;
			if (this.options.isolateWorkers && !runtimeChanged) return;
			const exitEvents = [];
			Array.from(this.workers).filter((workerInfo) => {
				if (workerInfo.currentUsage() === 0) {
					exitEvents.push(once(workerInfo.worker, "exit"));
					this._removeWorker(workerInfo);
				} else workerInfo.shouldRecycle = true;
			});
			await Promise.all(exitEvents);
			this._ensureMinimumWorkers();
		}
	};
	Tinypool = class extends EventEmitterAsyncResource {
		#pool;
		constructor(_options = {}) {
			const options = withNullPrototype(_options);
			if (options.minThreads !== void 0 && options.minThreads > 0 && options.minThreads < 1) options.minThreads = Math.max(1, Math.floor(options.minThreads * cpuCount));
			if (options.maxThreads !== void 0 && options.maxThreads > 0 && options.maxThreads < 1) options.maxThreads = Math.max(1, Math.floor(options.maxThreads * cpuCount));
			super({
				...options,
				name: "Tinypool"
			});
			if (options.minThreads !== void 0 && options.maxThreads !== void 0 && options.minThreads > options.maxThreads) throw new RangeError("options.minThreads and options.maxThreads must not conflict");
			this.#pool = new ThreadPool(this, options);
		}
		run(task, options = kDefaultRunOptions) {
			const { transferList, filename, name, signal, runtime, channel } = withNullPrototype(options);
			return this.#pool.runTask(task, {
				transferList,
				filename,
				name,
				signal,
				runtime,
				channel
			});
		}
		async destroy() {
			await this.#pool.destroy();
			this.emitDestroy();
		}
		get options() {
			return this.#pool.options;
		}
		get threads() {
			const ret = [];
			for (const workerInfo of this.#pool.workers) ret.push(workerInfo.worker);
			return ret;
		}
		get queueSize() {
			const pool = this.#pool;
			return Math.max(pool.taskQueue.size - pool.pendingCapacity(), 0);
		}
		cancelPendingTasks() {
			this.#pool.taskQueue.cancel();
		}
		async recycleWorkers(options = {}) {
			await this.#pool.recycleWorkers(options);
		}
		get completed() {
			return this.#pool.completed;
		}
		get duration() {
			return performance$1.now() - this.#pool.start;
		}
		static get isWorkerThread() {
			return process.__tinypool_state__?.isWorkerThread || false;
		}
		static get workerData() {
			return process.__tinypool_state__?.workerData || void 0;
		}
		static get version() {
			const { version } = JSON.parse(readFileSync(new URL$1("../package.json", import.meta.url), "utf-8"));
			return version;
		}
		static move(val) {
			if (val != null && typeof val === "object" && typeof val !== "function") {
				if (!isTransferable(val)) if (types.isArrayBufferView(val)) val = new ArrayBufferViewTransferable(val);
				else val = new DirectlyTransferable(val);
				markMovable(val);
			}
			return val;
		}
		static get transferableSymbol() {
			return kTransferable;
		}
		static get valueSymbol() {
			return kValue;
		}
		static get queueOptionsSymbol() {
			return kQueueOptions;
		}
	};
	_workerId = process.__tinypool_state__?.workerId;
	src_default = Tinypool;
}));
// src/pack/parallel.ts
/** Fewer trace entries than this are done before a second thread has started. */
var MIN_ENTRIES = 4e5;
var MAX_DEFAULT_THREADS = 4;
/** Ranges are split up until there are so many for each thread: they take unlike times. */
var RANGES_PER_THREAD = 8;
var problems = 0;
/**
* {@link orderFunctions} on several threads: the same order, byte for byte, for the random numbers of a split
* depend on its range alone. Threads are used for `bp` and `hybrid` of large inputs; elsewhere they do not pay.
*/
async function orderFunctionsParallel(input, algorithm, options = {}) {
	const { threads = Math.min(MAX_DEFAULT_THREADS, availableParallelism()) } = options;
	if (threads < 2 || !(algorithm === "bp" || algorithm === "hybrid") || input.traces.functions.length < MIN_ENTRIES || !canStartWorkers()) return orderFunctions(input, algorithm, options);
	const { Tinypool: Pool } = await Promise.resolve().then(() => (init_dist(), dist_exports));
	const pool = new Pool({
		filename: workerFile(),
		runtime: "worker_threads",
		minThreads: threads,
		maxThreads: threads,
		concurrentTasksPerWorker: 1
	});
	try {
		const { sizes, calls, edges, traces } = input;
		const steadyTask = {
			kind: "steady",
			sizes,
			calls,
			edges
		};
		const steady = algorithm === "hybrid" ? pool.run(steadyTask) : void 0;
		const startup = await partitionOnPool(pool, threads, sizes, traces, resolveOrderOptions(options));
		return steady === void 0 ? completeOrder(startup, sizes.length) : combineOrders(input, startup, await steady);
	} finally {
		await pool.destroy();
	}
}
async function partitionOnPool(pool, threads, sizes, traces, options) {
	const problem = buildProblem(sizes.length, traces);
	const shared = {
		kind: "partition",
		problem: ++problems,
		order: share(problem.order),
		sizes: share(sizes),
		entries: {
			offsets: share(problem.entries.offsets),
			entries: share(problem.entries.entries),
			earliest: share(problem.entries.earliest)
		},
		traceWeights: traces.weights,
		options
	};
	const smallest = problem.order.length / (threads * RANGES_PER_THREAD);
	const solve = async (low, high) => {
		const once = high - low > smallest;
		const middle = await pool.run({
			...shared,
			low,
			high,
			once
		});
		if (!once || middle === void 0) return;
		await Promise.all([solve(low, middle), solve(middle, high)]);
	};
	await solve(0, problem.order.length);
	return shared.order;
}
function share(values) {
	const copy = new Int32Array(new SharedArrayBuffer(values.byteLength));
	copy.set(values);
	return copy;
}
function workerFile() {
	return fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./partition-worker.ts" : "./partition-worker.js", import.meta.url));
}
/** Run from TypeScript source, only a Node that strips types can load the worker; without one the result is the same, later. */
function canStartWorkers() {
	return !import.meta.url.endsWith(".ts") || Boolean(process$1.features.typescript);
}
// src/pack/merge-traces.ts
/**
* The same traces with equal ones as one, whose weight is the sum of theirs, and without empty ones: many tests run the very same
* functions of a phase. Every objective here is a sum over traces times weight, so it stays the same. O(entries).
*/
function mergeTraces({ offsets, functions, weights }) {
	const kept = new Int32Array(weights.length);
	const mergedWeights = new Float64Array(weights.length);
	/** Merged traces by hash; the next of the same hash is in `chain`. */
	const heads = /* @__PURE__ */ new Map();
	const chain = new Int32Array(weights.length);
	let count = 0;
	for (let t = 0; t < weights.length; t++) {
		const start = offsets[t];
		const length = offsets[t + 1] - start;
		if (length === 0) continue;
		let hash = length;
		for (let k = start; k < start + length; k++) hash = Math.imul(hash ^ functions[k], 16777619);
		const head = heads.get(hash) ?? -1;
		let same = head;
		while (same >= 0 && !isEqual(offsets, functions, kept[same], t)) same = chain[same];
		if (same >= 0) mergedWeights[same] += weights[t];
		else {
			chain[count] = head;
			heads.set(hash, count);
			mergedWeights[count] = weights[t];
			kept[count++] = t;
		}
	}
	if (count === weights.length) return {
		offsets,
		functions,
		weights
	};
	const mergedOffsets = new Int32Array(count + 1);
	const merged = new Int32Array(functions.length);
	let end = 0;
	for (let i = 0; i < count; i++) {
		const trace = functions.subarray(offsets[kept[i]], offsets[kept[i] + 1]);
		merged.set(trace, end);
		end += trace.length;
		mergedOffsets[i + 1] = end;
	}
	return {
		offsets: mergedOffsets,
		functions: merged.slice(0, end),
		weights: mergedWeights.slice(0, count)
	};
}
function isEqual(offsets, functions, a, b) {
	const start = offsets[a];
	const length = offsets[a + 1] - start;
	const shift = offsets[b] - start;
	if (offsets[b + 1] - offsets[b] !== length) return false;
	for (let k = start; k < start + length; k++) if (functions[k] !== functions[k + shift]) return false;
	return true;
}
// src/pack/sub-input.ts
/** The input restricted to `members`, renumbered by their place in it; traces and edges keep what is within. O(n + m). */
function restrictInput(input, members) {
	const place = new Int32Array(input.sizes.length).fill(-1);
	for (let i = 0; i < members.length; i++) place[members[i]] = i;
	return {
		sizes: Int32Array.from(members, (f) => input.sizes[f]),
		calls: Float64Array.from(members, (f) => input.calls[f]),
		edges: restrictEdges(input.edges, place),
		traces: restrictTraces(input.traces, place)
	};
}
function restrictEdges({ from, to, weights }, place) {
	const kept = {
		from: new Int32Array(from.length),
		to: new Int32Array(from.length),
		weights: new Float64Array(from.length)
	};
	let end = 0;
	for (let e = 0; e < from.length; e++) {
		const a = place[from[e]];
		const b = place[to[e]];
		if (a < 0 || b < 0) continue;
		kept.from[end] = a;
		kept.to[end] = b;
		kept.weights[end++] = weights[e];
	}
	return {
		from: kept.from.slice(0, end),
		to: kept.to.slice(0, end),
		weights: kept.weights.slice(0, end)
	};
}
/** Traces keep their number and weight even when nothing of them is left. */
function restrictTraces({ offsets, functions, weights }, place) {
	const keptOffsets = new Int32Array(offsets.length);
	const kept = new Int32Array(functions.length);
	let end = 0;
	for (let t = 0; t < weights.length; t++) {
		for (let k = offsets[t]; k < offsets[t + 1]; k++) {
			const f = place[functions[k]];
			if (f >= 0) kept[end++] = f;
		}
		keptOffsets[t + 1] = end;
	}
	return {
		offsets: keptOffsets,
		functions: kept.slice(0, end),
		weights
	};
}
// src/pack/phase-order.ts
var ALIGNED = PHASES.map((phase) => PHASE_INFO[phase].aligned);
/**
* Orders all functions by phase, and each phase by itself: a phase is laid out as if there were no other.
*
* @param phaseOf place of each function's phase in `PHASES`
* @param isAnchor 1 for functions that stand first in their phase
*/
function orderByPhase(input, phaseOf, isAnchor, options = {}) {
	return fillPhases(input, partsOf(input, phaseOf, options).map(({ members, part, algorithm }) => ({
		members,
		order: orderFunctions(part, algorithm, {
			placement: "pages",
			...options
		})
	})), phaseOf, isAnchor, options);
}
/** {@link orderByPhase} on several threads; the same order. */
async function orderByPhaseParallel(input, phaseOf, isAnchor, options = {}) {
	const solved = [];
	for (const { members, part, algorithm } of partsOf(input, phaseOf, options)) solved.push({
		members,
		order: await orderFunctionsParallel(part, algorithm, {
			placement: "pages",
			...options
		})
	});
	return fillPhases(input, solved, phaseOf, isAnchor, options);
}
/** Puts an order by phase on pages; phases that are aligned have pages of their own. */
function paginateByPhase(order, sizes, pageSize, phaseOf) {
	return paginate(order, sizes, pageSize, phaseOf, ALIGNED);
}
function partsOf(input, phaseOf, options) {
	const all = Int32Array.from(phaseOf.keys());
	return PHASES.map((_, number) => {
		const members = all.filter((f) => phaseOf[f] === number);
		const part = restrictInput(input, members);
		return {
			members,
			part: {
				...part,
				traces: mergeTraces(part.traces)
			},
			algorithm: options.algorithm ?? "bp"
		};
	});
}
function fillPhases({ sizes }, phases, phaseOf, isAnchor, { pageSize = 4096 }) {
	return fillPages(joinPhases(phases, isAnchor), sizes, pageSize, phaseOf, isAnchor);
}
function joinPhases(phases, isAnchor) {
	const joined = new Int32Array(isAnchor.length);
	let end = 0;
	for (const { members, order } of phases) {
		for (const place of order) if (isAnchor[members[place]] === 1) joined[end++] = members[place];
		for (const place of order) if (isAnchor[members[place]] !== 1) joined[end++] = members[place];
	}
	return joined;
}
// src/pack/segment.ts
/** The functions of one phase as a linker sees them. */
var LayoutSegment = class {
	/** The output section, `.text.startup`. */
	name;
	phase;
	/** Names in layout order. */
	symbols;
	/** Bytes of all its functions. */
	size;
	/** Alignment of its start in bytes: a page, or 16 where the phase shares pages. */
	alignment;
	constructor(phase, symbols, size, pageSize) {
		this.name = PHASE_INFO[phase].section;
		this.phase = phase;
		this.symbols = symbols;
		this.size = size;
		this.alignment = PHASE_INFO[phase].aligned ? pageSize : 16;
	}
	/** The segment as an output section of a GNU ld script; inputs are the sections of `-ffunction-sections`. */
	toLinkerScript() {
		const lines = this.symbols.map((symbol) => `    *(${quoteInput(`.text.${symbol}`)})\n`);
		return `  ${this.name} : ALIGN(${this.alignment})\n  {\n${lines.join("")}    *(${this.name} ${this.name}.*)\n  }\n`;
	}
};
/** Quoted, for names hold `:` and blanks; a quote cannot be escaped there, so the wildcard for one character stands for it. */
function quoteInput(section) {
	return `"${section.replaceAll(/["\n\\]/g, "?")}"`;
}
// src/pack/stats.ts
function computeStats(input, phases, placed, config) {
	const symbols = PHASES.map(() => 0);
	const bytes = PHASES.map(() => 0);
	const pages = PHASES.map(() => /* @__PURE__ */ new Set());
	let total = 0;
	for (const [f, phase] of phases.entries()) {
		const size = input.sizes[f];
		symbols[phase]++;
		bytes[phase] += size;
		total += size;
		const last = Math.floor((placed.starts[f] + Math.max(size, 1) - 1) / config.pageSize);
		for (let page = placed.page[f]; page <= last; page++) pages[phase].add(page);
	}
	const perPhase = PHASES.map((phase, number) => [phase, {
		symbols: symbols[number],
		bytes: bytes[number],
		pages: pages[number].size,
		budget: config.budgets[phase],
		fill: pages[number].size === 0 ? 0 : bytes[number] / (pages[number].size * config.pageSize)
	}]);
	return {
		symbols: phases.length,
		bytes: total,
		pages: placed.pageCount,
		phases: Object.fromEntries(perPhase),
		savings: countSavings(input, placed, config.pageSize)
	};
}
function countSavings(input, placed, pageSize) {
	const { sizes, traces } = input;
	if (traces.weights.length === 0) return void 0;
	const source = countPages$1(placeDense(Int32Array.from(sizes.keys()), sizes), sizes, traces, pageSize);
	const packed = countPages$1(placed.starts, sizes, traces, pageSize);
	return {
		traces: traces.weights.length,
		sourcePages: sum$1(source.pages),
		packedPages: sum$1(packed.pages),
		bound: sum$1(packed.bound),
		perTrace: {
			source: source.pages,
			packed: packed.pages,
			bound: packed.bound
		}
	};
}
function sum$1(values) {
	let total = 0;
	for (const value of values) total += value;
	return total;
}
// src/pack/optimizer.ts
var PHASE_NUMBER = new Map(PHASES.map((phase, number) => [phase, number]));
/**
* Orders functions by phase and puts them on pages.
*
* Functions are numbered in the order in which they are added; traces name them by that number.
* Every step works on typed arrays by number: 200,000 functions take about a second.
*/
var LayoutOptimizer = class LayoutOptimizer {
	#config;
	#symbols = [];
	#phases = [];
	#numberOf = /* @__PURE__ */ new Map();
	#input;
	#order;
	#pages;
	constructor(config) {
		if (!(Number.isSafeInteger(config.pageSize) && config.pageSize > 0)) throw new LayoutError("PAGE_SIZE", `the page size is ${config.pageSize}, expected a whole number of bytes above 0.`);
		this.#config = config;
	}
	static withConfig(config) {
		return new LayoutOptimizer(config);
	}
	/** @throws LayoutError `DUPLICATE_SYMBOL`, `SYMBOL_SIZE` */
	addSymbol(symbol) {
		if (this.#numberOf.has(symbol.name)) throw new LayoutError("DUPLICATE_SYMBOL", `function ${JSON.stringify(symbol.name)} was added twice, expected unique names.`);
		if (!(Number.isInteger(symbol.size) && symbol.size >= 0 && symbol.size < 2 ** 31)) throw new LayoutError("SYMBOL_SIZE", `function ${JSON.stringify(symbol.name)} has size ${symbol.size}, expected whole bytes from 0 to 2147483647.`);
		const phase = symbol.phase ?? this.#config.phaseOf?.(symbol.name) ?? "steady";
		this.#numberOf.set(symbol.name, this.#symbols.length);
		this.#symbols.push(symbol);
		this.#phases.push(PHASE_NUMBER.get(phase));
		this.#input = void 0;
		this.#order = void 0;
		this.#pages = void 0;
		return this;
	}
	addSymbols(symbols) {
		for (const symbol of symbols) this.addSymbol(symbol);
		return this;
	}
	/** Orders by phase; within one anchors first, then by call count, the most called first; equal ones as they were added. */
	sortByPhase() {
		const { calls } = this.#data();
		const phases = this.#phases;
		const symbols = this.#symbols;
		const rank = (f) => phases[f] * 2 + (symbols[f].isAnchor === true ? 0 : 1);
		this.#order = Int32Array.from(symbols.keys()).sort((a, b) => rank(a) - rank(b) || calls[b] - calls[a] || a - b);
		this.#pages = void 0;
		return this;
	}
	/** Moves callees to their callers' pages by the greedy rule, within each phase, and fills the pages. */
	groupForLocality() {
		if (this.#order === void 0) this.sortByPhase();
		const { sizes, edges } = this.#data();
		this.#order = greedyOrder(this.#order, sizes, edges, this.#config.pageSize, Uint8Array.from(this.#phases));
		this.#pages = void 0;
		return this;
	}
	/**
	* The whole layout: by phase, within one by an algorithm, anchors first, then put on pages.
	*
	* @param traces what ran in which order, by function number; a `ScenarioTrace` of a recording fits
	*/
	applyProfileGuidedLayout(traces = [], options = {}) {
		this.#takeTraces(traces);
		this.#order = orderByPhase(this.getInput(), this.getPhases(), this.getAnchors(), this.#orderOptions(options));
		this.#pages = void 0;
		return this;
	}
	/** {@link applyProfileGuidedLayout} on `options.threads` threads; the same layout. */
	async applyProfileGuidedLayoutParallel(traces = [], options = {}) {
		this.#takeTraces(traces);
		const settings = this.#orderOptions(options);
		this.#order = await orderByPhaseParallel(this.getInput(), this.getPhases(), this.getAnchors(), settings);
		this.#pages = void 0;
		return this;
	}
	/** Sizes, calls, edges and traces by number. */
	getInput() {
		return this.#data();
	}
	/** Place of each function's phase in `PHASES`. */
	getPhases() {
		return Uint8Array.from(this.#phases);
	}
	/** 1 for anchors. */
	getAnchors() {
		return Uint8Array.from(this.#symbols, ({ isAnchor }) => isAnchor === true ? 1 : 0);
	}
	/** Functions that ran at least `minimumCalls` times, and the others; both in layout order. */
	splitHotCold(minimumCalls = 1) {
		const hot = [];
		const cold = [];
		for (const symbol of this.getOrderedSymbols()) (symbol.callCount >= minimumCalls ? hot : cold).push(symbol);
		return {
			hot,
			cold
		};
	}
	/** Numbers of the functions (as they were added) in layout order. */
	getOrder() {
		if (this.#order === void 0) this.sortByPhase();
		return this.#order;
	}
	/** Pages and start bytes, by function number. */
	getPagination() {
		this.#pages ??= paginateByPhase(this.getOrder(), this.#data().sizes, this.#config.pageSize, this.getPhases());
		return this.#pages;
	}
	getOrderedSymbols() {
		const { page } = this.getPagination();
		return Array.from(this.getOrder(), (f) => this.#symbol(f, page[f]));
	}
	/** The functions of each page that has one start on it, pages in order. */
	getGroupedSymbols() {
		const pages = [];
		for (const symbol of this.getOrderedSymbols()) {
			if (symbol.groupId !== pages.at(-1)?.[0]?.groupId) pages.push([]);
			pages.at(-1).push(symbol);
		}
		return pages;
	}
	/** One segment for each phase that has functions. */
	getSegments() {
		const { sizes } = this.#data();
		const order = this.getOrder();
		return PHASES.flatMap((phase, number) => {
			const members = Array.from(order).filter((f) => this.#phases[f] === number);
			const size = members.reduce((bytes, f) => bytes + sizes[f], 0);
			const names = members.map((f) => this.#symbols[f].name);
			return members.length === 0 ? [] : [new LayoutSegment(phase, names, size, this.#config.pageSize)];
		});
	}
	/** Phases that take more pages than their budget, and the smallest change that would make each fit. */
	getBudgetSpills() {
		const isFixed = Uint8Array.from(this.#symbols, ({ isAnchor, pinned }) => isAnchor === true || pinned === true ? 1 : 0);
		const { pageSize, budgets } = this.#config;
		return findBudgetSpills(this.getOrder(), this.#data().sizes, pageSize, Uint8Array.from(this.#phases), isFixed, budgets);
	}
	/**
	* Makes budgets hard limits: what spills over one moves to the next phase, and from there on where that has a budget too.
	* Call it before the layout is made; the spill depends on the order, so it packs each phase to find it.
	*
	* @returns what moved, by the number of the function; the last phase keeps what reaches it
	* @throws LayoutError `BUDGET_FIXED` when pins and anchors alone are more than a budget
	*/
	enforceBudgets(traces = [], options = {}) {
		const moved = /* @__PURE__ */ new Map();
		for (;;) {
			this.applyProfileGuidedLayout(traces, options);
			const spill = this.getBudgetSpills().find(({ phase }) => phase !== PHASES.at(-1));
			if (spill === void 0) return moved;
			if (spill.leaving === void 0) throw new LayoutError("BUDGET_FIXED", `${spill.phase} takes ${spill.pages} pages of ${spill.budget}, and its pinned functions and anchors alone are too many.`, { hint: "Raise the budget or unpin some." });
			const target = PHASE_NUMBER.get(spill.phase) + 1;
			for (const f of spill.leaving) {
				this.#phases[f] = target;
				moved.set(f, PHASES[target]);
			}
		}
	}
	stats() {
		return computeStats(this.#data(), this.#phases, this.getPagination(), this.#config);
	}
	#takeTraces(traces) {
		this.#input = {
			...this.#data(),
			traces: buildTraces(traces, this.#symbols.length)
		};
	}
	#orderOptions(options) {
		return {
			pageSize: this.#config.pageSize,
			...options
		};
	}
	#symbol(f, page) {
		const { name, size, callCount, callees = [], isAnchor = false, pinned = false } = this.#symbols[f];
		return {
			name,
			phase: PHASES[this.#phases[f]],
			size,
			callCount,
			callees: calleeCounts(callees),
			isAnchor,
			pinned,
			groupId: page
		};
	}
	#data() {
		this.#input ??= {
			sizes: Int32Array.from(this.#symbols, ({ size }) => size),
			calls: Float64Array.from(this.#symbols, ({ callCount }) => callCount),
			edges: this.#edges(),
			traces: NO_TRACES
		};
		return this.#input;
	}
	/** Callees that were never added (library code) have no place in the layout and are left out. */
	#edges() {
		const from = [];
		const to = [];
		const weights = [];
		for (const [f, { callees }] of this.#symbols.entries()) {
			if (callees === void 0) continue;
			for (const [name, weight] of calleeCounts(callees)) {
				const callee = this.#numberOf.get(name);
				if (callee === void 0) continue;
				from.push(f);
				to.push(callee);
				weights.push(weight);
			}
		}
		return {
			from: Int32Array.from(from),
			to: Int32Array.from(to),
			weights: Float64Array.from(weights)
		};
	}
};
function calleeCounts(callees) {
	return isList(callees) ? countNames(callees) : callees;
}
function isList(callees) {
	return Array.isArray(callees);
}
/** A list of names counts each call site once. */
function countNames(names) {
	const counts = /* @__PURE__ */ new Map();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}
// src/phase/decide.ts
/** Decides without the recording: what people asked for, and what stands in for a recording where there is none. */
function decide(config, name, hint, hasRun) {
	const wish = config.wishOf(name, hint);
	if (wish !== void 0 || hasRun) return wish;
	return config.patternPhase(name);
}
// src/phase/describe-conflict.ts
var REASONS = {
	"never-ran": "it never ran",
	load: "it ran while modules were loaded",
	scenario: "scenarios reach it there",
	calls: "it is called often",
	reach: "most scenarios reach it",
	rare: "it is called rarely",
	"startup-path": "it ran before start-up was complete",
	time: "by the time of its first call",
	rate: "by its calls a second"
};
/** Both sides of a conflict in one line, with the place of the annotation's function. */
function describeConflict({ name, module, line, column, annotated, inferred, rule, pinned }) {
	return `${line > 0 ? `${module}:${line}:${column}: ` : ""}${name} is annotated ${annotated}${pinned ? " (pinned)" : ""}, the recording says ${inferred}: ${REASONS[rule]}.`;
}
// src/phase/scenario-plan.ts
/** Puts a recording's traces into scenarios and cuts them at their markers. */
function planScenarios(recording, declared) {
	const groups = /* @__PURE__ */ new Map();
	const loads = [];
	const missed = /* @__PURE__ */ new Set();
	const used = /* @__PURE__ */ new Set();
	/** Tests that say something of a scenario and name none, by file. */
	const nameless = /* @__PURE__ */ new Map();
	for (const trace of recording.scenarios) {
		if (trace.kind === "load") {
			loads.push({
				trace,
				segments: loadSegments(trace)
			});
			continue;
		}
		const labels = declaredLabels(trace, declared, used);
		const name = labels?.name ?? fileName(trace);
		if (labels === void 0 && (trace.phase !== void 0 || trace.stopMark !== void 0)) nameless.set(fileName(trace), [...nameless.get(fileName(trace)) ?? [], trace]);
		const key = `${labels === void 0 ? "file" : "scenario"}\0${name}`;
		let group = groups.get(key);
		if (group === void 0) {
			group = {
				name,
				isDeclared: labels !== void 0,
				weight: 0,
				traces: []
			};
			groups.set(key, group);
		}
		group.weight = Math.max(group.weight, labels?.weight ?? trace.weight);
		const cut = labels?.stopMark === void 0 ? void 0 : firstMark(trace, /* @__PURE__ */ new Set([labels.stopMark]));
		if (labels?.stopMark !== void 0 && cut === void 0) missed.add(`scenario ${JSON.stringify(name)}: its stop mark ${JSON.stringify(labels.stopMark)} was not passed in ${JSON.stringify(`${trace.file} > ${trace.test}`)}.`);
		group.traces.push({
			trace,
			segments: testSegments(trace, labels?.phase, cut ?? trace.order.length)
		});
	}
	const idle = declared.filter((row) => !used.has(row));
	for (const row of idle) missed.add(describeIdleScenario(row));
	for (const [file, traces] of nameless) missed.add(describeNameless(file, traces));
	const scenarios = [...groups.entries()].toSorted(([a], [b]) => compareNames(a, b)).map(([, group]) => group);
	const declaring = scenarios.filter(({ isDeclared }) => isDeclared);
	const files = new Set(declaring.flatMap(({ traces }) => traces.map(({ trace }) => fileKey(trace))));
	const hasDeclared = declaring.length > 0;
	return {
		scenarios,
		loads: loads.map(({ trace, segments }) => {
			return {
				trace,
				segments,
				decides: !hasDeclared || files.has(fileKey(trace))
			};
		}),
		hasDeclared,
		idle,
		warnings: [...missed].toSorted()
	};
}
/** What a test says of itself stands above the configuration's row, which fills in what it leaves out. */
function declaredLabels(trace, declared, used) {
	const row = declared.find((one) => trace.scenario === void 0 ? isMatch(one.test, trace) : one.name === trace.scenario);
	if (row !== void 0) used.add(row);
	const name = trace.scenario ?? row?.name;
	if (name === void 0) return void 0;
	return {
		name,
		weight: trace.scenario === void 0 || trace.weight === 1 ? row?.weight ?? trace.weight : trace.weight,
		phase: trace.phase ?? row?.phase,
		stopMark: trace.stopMark ?? row?.stopMark
	};
}
function describeNameless(file, traces) {
	const [first] = traces.map(({ test }) => test).toSorted(compareNames);
	const others = traces.length > 1 ? `, and ${traces.length - 1} more of this file` : "";
	return `${JSON.stringify(`${file} > ${first}`)}${others}: a phase or a stop mark in meta.layout counts for nothing without \`scenario\`, the name of one.`;
}
function isMatch(glob, trace) {
	return matchesWildcard(glob, trace.test) || matchesWildcard(glob, `${trace.file} > ${trace.test}`);
}
function fileKey({ project, file }) {
	return `${project}\0${file}`;
}
function fileName(trace) {
	return trace.project === "" ? trace.file : `${trace.project}: ${trace.file}`;
}
function firstMark(trace, names) {
	let first;
	for (const { name, position } of trace.marks) if (names.has(name) && (first === void 0 || position < first)) first = position;
	return first;
}
function testSegments(trace, phase, cut) {
	if (phase !== void 0) return [{
		phase,
		end: cut
	}];
	return markerSegments(trace, cut) ?? [{
		phase: void 0,
		end: cut
	}];
}
function loadSegments(trace) {
	const loaded = firstMark(trace, /* @__PURE__ */ new Set(["vitest.loaded"])) ?? trace.order.length;
	const whole = markerSegments(trace, loaded) ?? [{
		phase: "startup",
		end: loaded
	}];
	if (loaded < trace.order.length) whole.push({
		phase: void 0,
		end: trace.order.length
	});
	return whole;
}
/** Start-up up to the first end marker of either kind, the first frame up to a frame marker; `undefined` without markers. */
function markerSegments(trace, cut) {
	const startupEnd = firstMark(trace, STARTUP_END_MARKS);
	const frameEnd = firstMark(trace, FIRST_FRAME_MARKS);
	if (startupEnd === void 0 && frameEnd === void 0) return void 0;
	const segments = [{
		phase: "startup",
		end: Math.min(startupEnd ?? Infinity, frameEnd ?? Infinity, cut)
	}];
	if (startupEnd !== void 0 && frameEnd !== void 0 && frameEnd >= startupEnd) segments.push({
		phase: "first_frame",
		end: Math.min(frameEnd, cut)
	});
	segments.push({
		phase: void 0,
		end: cut
	});
	return segments;
}
/** Visits each function of a trace with the phase of its segment. */
function visitTrace({ trace, segments }, visit) {
	let start = 0;
	for (const { phase, end } of segments) {
		for (let i = start; i < end; i++) visit(trace.order[i] ?? 0, phase, trace.calls[i] ?? 0);
		start = Math.max(start, end);
	}
}
/** A phase's number in layout order; code without a phase comes after all. */
function rankOf(phase) {
	return phase === void 0 ? PHASES.length : PHASES.indexOf(phase);
}
// src/phase/infer-markers.ts
var INFERENCE_RULES = [
	"never-ran",
	"load",
	"scenario",
	"calls",
	"reach",
	"rare",
	"startup-path",
	"time",
	"rate"
];
var COLD_RANK = PHASES.indexOf("cold");
/** Counts what {@link inferByMarkers} decides on. */
function countScenarios(recording, plan) {
	const n = recording.functions.length;
	const isTraced = new Uint8Array(n);
	/** Ran while a module loaded: once is what a program does, however often files load it. */
	const isLoaded = new Uint8Array(n);
	const calls = new Float64Array(n);
	const hotness = new Float64Array(n);
	const reachedCold = new Float64Array(n);
	const loadRank = new Uint8Array(n).fill(255);
	for (const load of plan.loads) visitTrace(load, (f, phase, count) => {
		isTraced[f] = 1;
		const rank = rankOf(phase);
		if (phase === void 0) {
			calls[f] = (calls[f] ?? 0) + count;
			hotness[f] = (hotness[f] ?? 0) + count;
		}
		if (phase !== void 0 || count === 0) isLoaded[f] = 1;
		if (phase !== void 0 && load.decides && rank < (loadRank[f] ?? 255)) loadRank[f] = rank;
	});
	const counts = {
		calls,
		hotness,
		reached: new Float64Array(n),
		reachedCold,
		totalWeight: 0,
		loadRank,
		reachedInPhase: PHASES.map(() => new Float64Array(n)),
		weightOfPhase: PHASES.map(() => 0)
	};
	const unitCalls = new Float64Array(n);
	const unitRank = new Uint8Array(n).fill(255);
	for (const scenario of plan.scenarios) {
		const touched = [];
		for (const planned of scenario.traces) {
			const { order, calls: callsOf } = planned.trace;
			for (let i = 0; i < order.length; i++) {
				const f = order[i] ?? 0;
				const count = callsOf[i] ?? 0;
				isTraced[f] = 1;
				if (count === 0) isLoaded[f] = 1;
				calls[f] = (calls[f] ?? 0) + count;
			}
			visitTrace(planned, (f, phase, count) => {
				if (unitRank[f] === 255) touched.push(f);
				const rank = rankOf(phase);
				if (rank < (unitRank[f] ?? 255)) unitRank[f] = rank;
				unitCalls[f] = (unitCalls[f] ?? 0) + count;
			});
		}
		const { weight } = scenario;
		counts.totalWeight += weight;
		const has = scenario.isDeclared || !plan.hasDeclared ? phasesOf(scenario) : /* @__PURE__ */ new Set();
		for (const [rank, phase] of PHASES.entries()) if (has.has(phase)) counts.weightOfPhase[rank] = (counts.weightOfPhase[rank] ?? 0) + weight;
		const reachedOf = counts.reachedInPhase.map((reached, rank) => ({
			reached,
			rank
		})).filter(({ rank }) => has.has(PHASES[rank] ?? "steady"));
		for (const f of touched) {
			counts.hotness[f] = (counts.hotness[f] ?? 0) + weight * (unitCalls[f] ?? 0);
			counts.reached[f] = (counts.reached[f] ?? 0) + weight;
			const itsRank = unitRank[f] ?? 255;
			if (itsRank === COLD_RANK) reachedCold[f] = (reachedCold[f] ?? 0) + weight;
			for (const { rank, reached } of reachedOf) if (itsRank <= rank) reached[f] = (reached[f] ?? 0) + weight;
			unitCalls[f] = 0;
			unitRank[f] = 255;
		}
	}
	recording.functions.forEach(({ name, callCount }, f) => {
		const outside = isTraced[f] === 1 ? 0 : callCount;
		calls[f] = (calls[f] ?? 0) + outside;
		if (isLoaded[f] === 1) {
			calls[f]++;
			counts.hotness[f] = (counts.hotness[f] ?? 0) + 1;
		}
		if (isModuleCode(name) && (calls[f] ?? 0) > 1) {
			calls[f] = 1;
			counts.hotness[f] = 1;
		}
		counts.hotness[f] = (counts.hotness[f] ?? 0) + outside;
	});
	return counts;
}
function phasesOf({ traces }) {
	const phases = /* @__PURE__ */ new Set();
	for (const { segments } of traces) for (const { phase } of segments) if (phase !== void 0) phases.add(phase);
	return phases;
}
/** The phase of one function by order against markers and by counts; docs/phases.md states the rule. */
function inferByMarkers(f, hasRun, isStartupPath, plan, counts, thresholds) {
	if (!hasRun) return {
		phase: "cold",
		rule: "never-ran"
	};
	const loaded = PHASES[counts.loadRank[f] ?? 255];
	if (loaded === "startup") return {
		phase: loaded,
		rule: "load"
	};
	for (const [rank, phase] of PHASES.entries()) {
		if (loaded === phase) return {
			phase,
			rule: "load"
		};
		const total = counts.weightOfPhase[rank] ?? 0;
		if (total === 0 || phase === "cold") continue;
		const reached = counts.reachedInPhase[rank]?.[f] ?? 0;
		if (reached > 0 && reached >= total * thresholds.earliestShare) return {
			phase,
			rule: "scenario"
		};
	}
	const reachedCold = counts.reachedCold[f] ?? 0;
	if (reachedCold > 0 && reachedCold === counts.reached[f]) return {
		phase: "cold",
		rule: "scenario"
	};
	if (plan.scenarios.length === 0 && plan.loads.length === 0 && isStartupPath) return {
		phase: "startup",
		rule: "startup-path"
	};
	if ((counts.hotness[f] ?? 0) >= thresholds.steadyCalls) return {
		phase: "steady",
		rule: "calls"
	};
	return plan.scenarios.length >= thresholds.reachScenarios && (counts.reached[f] ?? 0) >= counts.totalWeight * thresholds.steadyReach ? {
		phase: "steady",
		rule: "reach"
	} : {
		phase: "cold",
		rule: "rare"
	};
}
// src/phase/explain.ts
/** Explains the phase of function `f`. */
function explainFunction(assignment, f) {
	const { recording, config, phases, inferred, rules, calls, hotness } = assignment;
	const record = recording.functions[f];
	if (record === void 0) throw new RangeError(`no function ${f}`);
	const decision = decide(config, record.name, record.hint, record.callCount > 0);
	const source = decision?.source;
	const base = {
		name: record.name,
		phase: PHASES[phases[f] ?? 0] ?? "steady",
		source: source === void 0 || source === "recorded" || source === "default" ? "inferred" : source,
		...decision?.matched === void 0 ? {} : { matched: decision.matched },
		...record.hint === void 0 ? {} : { hint: record.hint },
		inferred: PHASES[inferred[f] ?? 0] ?? "steady",
		rule: INFERENCE_RULES[rules[f] ?? 0] ?? "never-ran",
		calls: calls[f] ?? 0,
		hotness: hotness[f] ?? 0,
		scenarios: scenariosOf(assignment, f)
	};
	return {
		...base,
		text: describe(base, assignment, f)
	};
}
function scenariosOf({ plan }, f) {
	return plan.scenarios.flatMap(({ name, weight, isDeclared, traces }) => {
		const reach = reachOf(traces, f);
		return reach === void 0 ? [] : [{
			name,
			weight,
			isDeclared,
			...reach
		}];
	});
}
function reachOf(traces, f) {
	let reach;
	for (const trace of traces) visitTrace(trace, (index, phase, calls) => {
		if (index !== f) return;
		if (reach === void 0) reach = {
			phase,
			calls
		};
		else reach = {
			phase: rankOf(phase) < rankOf(reach.phase) ? phase : reach.phase,
			calls: reach.calls + calls
		};
	});
	return reach;
}
function describe(base, assignment, f) {
	const lines = [`${base.name}: ${base.phase}`, ...whoDecided(base)];
	lines.push(`  the recording says ${base.inferred}: ${ruleText(base, assignment, f)}`);
	for (const { name, weight, phase, calls } of base.scenarios) {
		const part = phase === void 0 ? "outside marked parts" : `in its ${phase} part`;
		const often = calls === 0 ? "while a module loads that it imports" : `${calls} ${calls === 1 ? "call" : "calls"}`;
		lines.push(`  ${name} (weight ${weight}): ${often}, ${part}`);
	}
	return lines.join("\n");
}
function whoDecided({ source, matched, hint, phase }) {
	switch (source) {
		case "pin": return [`  pinned by its annotation to ${phase}`];
		case "override": return [`  by the override ${JSON.stringify(matched)}${hint === void 0 ? "" : `, over its annotation ${hint.phase}`}`];
		case "annotation": return [`  by its annotation`];
		case "pattern": return [`  never ran; by the pattern ${JSON.stringify(matched)}`];
		default: return [];
	}
}
function ruleText({ rule, name, inferred, hotness }, assignment, f) {
	const { thresholds, counts, plan } = assignment;
	const percent = (part, whole) => `${Math.round(100 * part / whole)} %`;
	switch (rule) {
		case "never-ran": return "it never ran";
		case "load": return isModuleCode(name) ? "it is the code of a module that was loaded" : "it ran while modules were loaded";
		case "scenario": {
			const rank = PHASES.indexOf(inferred);
			const part = counts.reachedInPhase[rank]?.[f] ?? 0;
			const whole = counts.weightOfPhase[rank] ?? 1;
			return inferred === "cold" ? "only scenarios declared cold reach it" : `scenarios with ${percent(part, whole)} of the weight reach it there or before (${percent(thresholds.earliestShare, 1)} are needed)`;
		}
		case "calls": return `its weighted calls, ${hotness}, are ${thresholds.steadyCalls} or more`;
		case "reach": return `${percent(counts.reached[f] ?? 0, counts.totalWeight)} of the scenarios' weight reach it (${percent(thresholds.steadyReach, 1)} are needed)`;
		case "rare": return `its weighted calls, ${hotness}, are fewer than ${thresholds.steadyCalls}${plan.scenarios.length >= thresholds.reachScenarios ? `, and only ${percent(counts.reached[f] ?? 0, counts.totalWeight)} of the scenarios' weight reach it` : ""}`;
		case "startup-path": return "it ran before start-up was complete";
		case "time": return "by the time of its first call";
		case "rate": return "by its calls a second";
	}
}
// src/phase/infer-rate.ts
/**
* The phase of a function by its calls a second; the rule for runtime profiles.
*
* @param callCount Calls in all, 1 or more.
* @param firstCallUs Microseconds from the start of profiling.
* @param durationSeconds Length of the profile.
*/
function inferByRate(callCount, firstCallUs, durationSeconds, thresholds) {
	const { startupWindowUs, firstFrameWindowUs, hotThreshold, coldThreshold } = thresholds;
	const callsPerSecond = durationSeconds > 0 ? callCount / durationSeconds : 0;
	if (firstCallUs < startupWindowUs) {
		if (callCount <= 5) return {
			phase: "startup",
			confidence: .9
		};
		if (firstCallUs < startupWindowUs / 2 && callsPerSecond < 10) return {
			phase: "startup",
			confidence: .7
		};
	}
	if (firstCallUs < firstFrameWindowUs && callCount <= 20 && callsPerSecond < 50) return {
		phase: "first_frame",
		confidence: .8
	};
	if (callsPerSecond >= hotThreshold) return {
		phase: "steady",
		confidence: .9
	};
	if (callsPerSecond < coldThreshold) return {
		phase: "cold",
		confidence: .8
	};
	return {
		phase: "steady",
		confidence: .5
	};
}
// src/phase/infer-time.ts
/** Calls below which a function that is first called after the first frame is cold. */
var STEADY_CALLS = 10;
/**
* The phase of a function by the clock: where its first call lies against the first frame.
*
* @param firstCallUs Microseconds; undefined for a function that never ran.
* @param firstFrameUs When the first frame was complete.
*/
function inferByTime(callCount, firstCallUs, firstFrameUs) {
	if (callCount === 0 || firstCallUs === void 0) return "cold";
	if (firstCallUs < firstFrameUs) {
		if (callCount === 1) return "startup";
		return firstCallUs < firstFrameUs / 2 ? "first_frame" : "steady";
	}
	return callCount < STEADY_CALLS ? "cold" : "steady";
}
// src/phase/thresholds.ts
var DEFAULT_THRESHOLDS = {
	earliestShare: .1,
	steadyCalls: 10,
	steadyReach: .5,
	reachScenarios: 4,
	defaultFrameUs: 1e5,
	startupWindowUs: 1e5,
	firstFrameWindowUs: 5e5,
	hotThreshold: 100,
	coldThreshold: 1
};
// src/phase/assign.ts
/**
* Gives every function of a recording its phase: annotation pin, override, annotation, what the recording says, and
* for functions that never ran a pattern, else cold. The configuration's own `recorded` rows play no part: this recording replaces them.
*
* The result depends on the recording's content only, not on the order of functions, scenarios or workers.
*/
function assignPhases(recording, config = LayoutConfig.EMPTY, options = {}) {
	const inference = options.inference ?? config.inference;
	const conflictPolicy = options.annotationConflicts ?? config.annotationConflicts;
	const thresholds = {
		...DEFAULT_THRESHOLDS,
		...options.thresholds
	};
	const plan = planScenarios(recording, config.scenarios);
	const counts = countScenarios(recording, plan);
	const n = recording.functions.length;
	const phases = new Uint8Array(n);
	const inferred = new Uint8Array(n);
	const rules = new Uint8Array(n);
	const anchors = new Uint8Array(n);
	const pinned = new Uint8Array(n);
	const conflicts = [];
	const infer = inferrer(recording, inference, thresholds, plan, counts);
	recording.functions.forEach((record, f) => {
		const { name, hint, module, line, column } = record;
		const hasRun = record.callCount > 0;
		const { phase, rule } = infer(f);
		const final = decide(config, name, hint, hasRun)?.phase ?? phase;
		phases[f] = PHASES.indexOf(final);
		inferred[f] = PHASES.indexOf(phase);
		rules[f] = INFERENCE_RULES.indexOf(rule);
		if (config.isAnchor(name, hint)) anchors[f] = 1;
		if (hint?.pinned === true) pinned[f] = 1;
		if (hint !== void 0 && hasRun && conflictPolicy !== "ignore" && phase !== hint.phase) {
			const annotated = hint.phase;
			conflicts.push({
				name,
				module,
				line,
				column,
				annotated,
				inferred: phase,
				rule,
				pinned: hint.pinned
			});
		}
	});
	conflicts.sort((a, b) => compareNames(a.name, b.name));
	let byName;
	const find = (name) => {
		byName ??= new Map(recording.functions.map((record, f) => [record.name, f]));
		return byName.get(name);
	};
	const assignment = {
		recording,
		config,
		inference,
		thresholds,
		plan,
		counts,
		phases,
		inferred,
		rules,
		anchors,
		pinned,
		calls: counts.calls,
		hotness: counts.hotness,
		conflicts,
		conflictPolicy,
		warnings: [...plan.warnings, ...conflicts.map(describeConflict)],
		phaseOf: (name) => {
			const f = find(name);
			return f === void 0 ? void 0 : PHASES[phases[f] ?? PHASES.indexOf("steady")];
		},
		explain: (name) => {
			const f = find(name);
			return f === void 0 ? void 0 : explainFunction(assignment, f);
		}
	};
	return assignment;
}
function inferrer(recording, inference, thresholds, plan, counts) {
	if (inference === "markers") return (f) => {
		const record = recording.functions[f];
		return inferByMarkers(f, (record?.callCount ?? 0) > 0, record?.isStartupPath === true, plan, counts, thresholds);
	};
	if (inference === "time") {
		const frameUs = firstFrameOf(recording) ?? thresholds.defaultFrameUs;
		return (f) => {
			const { callCount = 0, firstCallUs } = recording.functions[f] ?? {};
			const rule = callCount === 0 ? "never-ran" : "time";
			return {
				phase: inferByTime(callCount, firstCallUs, frameUs),
				rule
			};
		};
	}
	const seconds = durationOf(recording) / 1e6;
	return (f) => {
		const { callCount = 0, firstCallUs = 0 } = recording.functions[f] ?? {};
		if (callCount === 0) return {
			phase: "cold",
			rule: "never-ran"
		};
		return {
			phase: inferByRate(callCount, firstCallUs, seconds, thresholds).phase,
			rule: "rate"
		};
	};
}
/** The earliest first frame of any scenario, microseconds. */
function firstFrameOf({ scenarios }) {
	let earliest;
	for (const { marks } of scenarios) for (const { name, us } of marks) if (FRAME_TIME_MARKS.has(name) && (earliest === void 0 || us < earliest)) earliest = us;
	return earliest;
}
/** The last call of any function, microseconds: as long as the recording is known to have lasted. */
function durationOf({ functions }) {
	let last = 0;
	for (const { lastCallUs } of functions) if (lastCallUs !== void 0 && lastCallUs > last) last = lastCallUs;
	return last;
}
// src/phase/export.ts
/**
* Rows of `recorded` in a given order.
*
* @param order Function numbers in packed order; functions that are left out get no row.
* @param pages The page of each function, by function number.
*/
function recordedRows(assignment, order, pages) {
	const rows = [];
	for (let i = 0; i < order.length; i++) {
		const f = order[i] ?? -1;
		const record = assignment.recording.functions[f];
		if (record === void 0 || record.name.startsWith("marker:")) continue;
		const page = pages?.[f];
		rows.push({
			name: record.name,
			phase: PHASES[assignment.phases[f] ?? 0] ?? "steady",
			size: record.size,
			callCount: assignment.calls[f] ?? 0,
			...page === void 0 ? {} : { page }
		});
	}
	return rows;
}
/** A configuration that holds a recording's layout without packing: rows by phase, hottest first, then by name. */
function layoutConfigOf(recording, options = {}) {
	const assignment = assignPhases(recording, options.config, options);
	const { phases, hotness } = assignment;
	const names = recording.functions.map(({ name }) => name);
	const order = Int32Array.from(names.keys()).sort((a, b) => (phases[a] ?? 0) - (phases[b] ?? 0) || (hotness[b] ?? 0) - (hotness[a] ?? 0) || compareNames(names[a] ?? "", names[b] ?? ""));
	return new LayoutConfig({
		pageSize: assignment.config.pageSize,
		recorded: recordedRows(assignment, order)
	});
}
// src/phase/pack-traces.ts
/**
* The traces to pack by, the same for any number of workers, isolated or not.
*
* What one test file's modules run while they load depends on which files its worker ran before; what they run in all does not.
* So there is one loading trace for the whole run: all functions that ran while modules loaded, in source order, with the
* number of test files as weight. Tests follow as recorded, up to their stop marks.
*/
function packTraces(recording, plan) {
	const isLoaded = new Uint8Array(recording.functions.length);
	for (const { trace, segments, decides } of plan.loads) {
		if (!decides) continue;
		const loaded = segments.findLast(({ phase }) => phase !== void 0)?.end ?? 0;
		for (let i = 0; i < Math.min(loaded, trace.order.length); i++) isLoaded[trace.order[i] ?? 0] = 1;
	}
	const load = Int32Array.from(recording.functions.keys()).filter((f) => isLoaded[f] === 1).sort((a, b) => {
		const x = recording.functions[a];
		const y = recording.functions[b];
		return x === void 0 || y === void 0 ? a - b : compareSourceOrder(x, y);
	});
	const isOfSeveral = new Set(plan.scenarios.flatMap(({ traces }) => traces.map(({ trace }) => trace.project))).size > 1;
	const files = /* @__PURE__ */ new Set();
	const tests = [];
	for (const scenario of plan.scenarios) for (const { trace, segments } of scenario.traces) {
		files.add(`${trace.project}\0${trace.file}`);
		const end = segments.at(-1)?.end ?? 0;
		if (end === 0) continue;
		tests.push({
			label: `${isOfSeveral && trace.project !== "" ? `[${trace.project}] ` : ""}${trace.file} > ${trace.test}`,
			file: trace.file,
			kind: "test",
			order: trace.order.subarray(0, end),
			weight: scenario.weight
		});
	}
	const loading = {
		label: "loading",
		file: void 0,
		kind: "load",
		order: load,
		weight: Math.max(1, files.size)
	};
	return load.length === 0 ? tests : [loading, ...tests];
}
// src/solve/solve-layout.ts
/**
* From a recording to a layout: phases, then order and pages within each phase.
*
* The artefact depends on the recording's content only, not on the order in which workers delivered it, and holds no times.
*/
function solveLayout(recording, config = LayoutConfig.EMPTY, options = {}) {
	const prepared = prepare(recording, config);
	const moved = options.enforceBudgets === true ? prepared.optimizer.enforceBudgets(prepared.numbered, options) : NONE;
	if (options.enforceBudgets !== true) prepared.optimizer.applyProfileGuidedLayout(prepared.numbered, options);
	return finish(prepared, moved);
}
var NONE = /* @__PURE__ */ new Map();
function prepare(recording, config) {
	const { functions } = recording;
	const assignment = assignPhases(recording, config);
	const sourceOrder = Int32Array.from(functions.keys()).filter((f) => !functions[f].name.startsWith(MARKER_PREFIX)).sort((a, b) => compareSourceOrder(functions[a], functions[b]));
	const traces = packTraces(recording, assignment.plan);
	const optimizer = LayoutOptimizer.withConfig({
		pageSize: config.pageSize,
		budgets: config.budgets
	});
	for (const f of sourceOrder) {
		const { name, size, callees } = functions[f];
		optimizer.addSymbol({
			name,
			size,
			callees,
			phase: PHASES[assignment.phases[f]],
			callCount: assignment.calls[f],
			isAnchor: assignment.anchors[f] === 1,
			pinned: assignment.pinned[f] === 1
		});
	}
	const numbers = invert(sourceOrder, functions.length);
	return {
		recording,
		config,
		assignment,
		sourceOrder,
		traces,
		optimizer,
		numbered: traces.map(({ order, weight }) => ({
			weight,
			order: order.map((f) => numbers[f]).filter((number) => number >= 0)
		}))
	};
}
function finish(prepared, movedNumbers) {
	const { recording, config, sourceOrder, traces, optimizer } = prepared;
	const byFunction = (number) => sourceOrder[number];
	const moved = new Map(Array.from(movedNumbers, ([number, phase]) => [byFunction(number), phase]));
	const phases = prepared.assignment.phases.slice();
	for (const [f, phase] of moved) phases[f] = PHASES.indexOf(phase);
	const assignment = {
		...prepared.assignment,
		phases
	};
	const order = optimizer.getOrder().map(byFunction);
	const pagination = spread(optimizer.getPagination(), sourceOrder, recording.functions.length);
	const artefact = new LayoutConfig({
		pageSize: config.pageSize,
		budgets: config.budgets,
		recorded: recordedRows(assignment, order, pagination.page)
	});
	return {
		recording,
		config,
		assignment,
		sourceOrder,
		order,
		pagination,
		traces,
		stats: optimizer.stats(),
		artefact,
		phaseOf: (f) => PHASES[phases[f]],
		spills: optimizer.getBudgetSpills().map(({ phase, pages, budget, leaving, bytes }) => ({
			phase,
			pages,
			budget,
			bytes,
			leaving: leaving?.map(byFunction)
		})),
		moved,
		optimizer
	};
}
/** The place of each function in an order; -1 where it has none. */
function invert(order, length) {
	const places = new Int32Array(length).fill(-1);
	for (let place = 0; place < order.length; place++) places[order[place]] = place;
	return places;
}
/** Pages by the optimizer's numbers as pages by function number. */
function spread({ page, starts, pageCount }, sourceOrder, length) {
	const pages = new Int32Array(length).fill(-1);
	const begins = new Float64Array(length).fill(-1);
	for (let number = 0; number < sourceOrder.length; number++) {
		pages[sourceOrder[number]] = page[number];
		begins[sourceOrder[number]] = starts[number];
	}
	return {
		page: pages,
		starts: begins,
		pageCount
	};
}
// src/report/style.ts
/** Colours only where the terminal has them; `NO_COLOR` and `FORCE_COLOR` of the environment decide first. */
function paintFor(stream, env) {
	return hasColours(stream, env) ? paint : plain;
}
var plain = (_format, text) => text;
var paint = (format, text) => styleText(format, text, { validateStream: false });
function hasColours(stream, env) {
	if (env["NO_COLOR"] !== void 0 && env["NO_COLOR"] !== "") return false;
	if (env["FORCE_COLOR"] !== void 0) return env["FORCE_COLOR"] !== "0" && env["FORCE_COLOR"] !== "false";
	return stream.isTTY === true && (stream.hasColors?.() ?? true);
}
// src/report/table.ts
/** Lines of a plain table: columns two blanks apart, numbers to the right, no trailing blanks. */
function formatTable(columns, rows, paint = plain) {
	const widths = columns.map(({ title }, index) => rows.reduce((width, row) => Math.max(width, (row[index] ?? "").length), title.length));
	const line = (cells) => cells.map((cell, index) => columns[index]?.align === "right" ? cell.padStart(widths[index]) : cell.padEnd(widths[index])).join("  ").trimEnd();
	return [paint("dim", line(columns.map(({ title }) => title))), ...rows.map(line)];
}
// src/report/units.ts
var KIB = 1024;
/** `812 B`, `6.1 KB`, `1.4 MB`; a KB is 1024 bytes, as pages are counted. */
function formatBytes(bytes) {
	if (bytes < KIB) return `${bytes} B`;
	if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(1)} KB`;
	return `${(bytes / KIB / KIB).toFixed(1)} MB`;
}
/** `17` or `1,234,567`. */
function formatCount(count) {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
/** `-37 %` going from one number to another; `0 %` from nothing. */
function formatChange(from, to) {
	if (from === 0 || from === to) return "0 %";
	const percent = (to - from) / from * 100;
	const digits = Math.abs(percent) < 1 ? 1 : 0;
	return `${percent > 0 ? "+" : ""}${percent.toFixed(digits)} %`;
}
/** `1 page`, `2 pages`. */
function plural(count, one, many = `${one}s`) {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
// src/files/is-file.ts
/** Whether there is a file; also false below one, and where nobody may look. */
function isFile(path) {
	try {
		return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
	} catch {
		return false;
	}
}
// src/files/refuse-overwrite.ts
/**
* Makes sure that no file to write is one that was read, or another one to write: the same path, or the same file by a
* link, another case or another way to its folder.
*
* @param outputs and inputs as absolute paths
* @throws LayoutError `OVERWRITE` before anything is written
*/
function refuseOverwrite(outputs, inputs) {
	for (const [index, output] of outputs.entries()) {
		const input = inputs.find((path) => isSameFile(path, output));
		if (input !== void 0) throw new LayoutError("OVERWRITE", "the output is the input, which is never overwritten.", {
			file: output,
			hint: `Give a file that is not ${input}.`
		});
		if (outputs.slice(0, index).find((path) => isSameFile(path, output)) !== void 0) throw new LayoutError("OVERWRITE", "two of the files to write are the same.", {
			file: output,
			hint: "Give each a name of its own."
		});
	}
}
function isSameFile(a, b) {
	const [one, other] = [a, b].map(statOf);
	if (one !== void 0 && other !== void 0) return one.dev === other.dev && one.ino === other.ino;
	return realPath(a) === realPath(b);
}
/** Undefined where nothing is; also below a file, which writing will tell. */
function statOf(path) {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch {
		return;
	}
}
/** Of a file that need not exist, in a folder that may be a link. */
function realPath(path) {
	try {
		return join(realpathSync(dirname(path)), basename(path));
	} catch {
		return resolve(path);
	}
}
// src/files/write-target.ts
/** Follows links: what they lead to is replaced, and they stay. */
function writeTarget(path) {
	const found = statSync(path, { throwIfNoEntry: false });
	const kind = kindOf(path, found);
	if (kind === "stream") return {
		path,
		kind,
		adopt: () => {}
	};
	if (found === void 0) return {
		path: isLink(path) ? linkTarget(path) : path,
		kind,
		adopt: () => {}
	};
	return {
		path: isLink(path) ? realpathSync(path) : path,
		kind,
		adopt(replacement) {
			if (found.uid !== process.getuid?.() || found.gid !== process.getgid?.()) try {
				chownSync(replacement, found.uid, found.gid);
			} catch {}
			chmodSync(replacement, found.mode & 4095);
		}
	};
}
function kindOf(path, found) {
	if (/^\/(?:dev|proc)\//.test(path)) return "stream";
	if (found === void 0) return "nothing";
	if (found.isFile()) return "file";
	return found.isDirectory() ? "folder" : "stream";
}
function isLink(path) {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
/** Of a link to a file that is not there yet. */
function linkTarget(path) {
	return resolve(dirname(path), readlinkSync(path));
}
// src/files/write-atomic.ts
/**
* Writes a file so that a reader sees the old content or the new one, never a part: beside it first, then renamed.
* Folders on the way are made. Links, modes and owners stay; devices and pipes are written to.
*
* @throws LayoutError `WRITE_FAILED` (a full disk, a folder that is a file, no permission); the old file is untouched then.
*/
function writeFileAtomic(path, data) {
	place(writeBeside(path, data));
}
function writeBeside(path, data) {
	let temporary;
	try {
		mkdirSync(dirname(path), { recursive: true });
		const { path: target, kind, adopt } = writeTarget(path);
		if (kind === "stream") return {
			path,
			temporary,
			target,
			data
		};
		if (kind === "folder") throw new Error("it is a folder");
		mkdirSync(dirname(target), { recursive: true });
		temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
		writeFileSync(temporary, data);
		adopt(temporary);
		return {
			path,
			temporary,
			target,
			data
		};
	} catch (cause) {
		if (temporary !== void 0) remove(temporary);
		throw failure(path, cause);
	}
}
/** @param before files of the same writing that are in their places */
function place({ path, temporary, target, data }, before = []) {
	try {
		if (temporary === void 0) writeFileSync(target, data);
		else renameSync(temporary, target);
	} catch (cause) {
		if (temporary !== void 0) remove(temporary);
		throw failure(path, cause, before);
	}
}
function failure(path, cause, before = [], action = "write") {
	const reason = cause instanceof Error ? cause.message : String(cause);
	const changed = before.length === 0 ? "nothing was changed" : `written before it: ${before.join(", ")}`;
	return new LayoutError("WRITE_FAILED", `cannot ${action} this file: ${reason}.`, {
		file: path,
		hint: `Check that its folder exists, is a folder, may be written to and has room; ${changed}.`,
		cause
	});
}
function remove(path) {
	try {
		rmSync(path, { force: true });
	} catch {}
}
// src/compare/placed.ts
/** Puts the functions on pages in a given order. */
function placeRecording(recording, options) {
	const { pageSize, phases, budgets } = options;
	const order = Int32Array.from(options.order);
	const { page, starts, pageCount } = paginate(order, Int32Array.from(recording.functions, ({ size }) => size), pageSize, Uint8Array.from(phases, (phase) => PHASE_INFO[phase].priority), PHASES.map((phase) => PHASE_INFO[phase].aligned));
	return {
		pageSize,
		budgets,
		phases,
		order,
		page,
		starts,
		pageCount
	};
}
/** Pages on which each phase has at least one function, its bytes and functions. */
function countPhases({ recording, placement }) {
	const pages = new Map(PHASES.map((phase) => [phase, /* @__PURE__ */ new Set()]));
	const bytes = /* @__PURE__ */ new Map();
	const functions = /* @__PURE__ */ new Map();
	placement.phases.forEach((phase, index) => {
		const { size } = recording.functions[index];
		const last = Math.floor((placement.starts[index] + Math.max(size, 1) - 1) / placement.pageSize);
		for (let page = placement.page[index]; page <= last; page++) pages.get(phase).add(page);
		bytes.set(phase, (bytes.get(phase) ?? 0) + size);
		functions.set(phase, (functions.get(phase) ?? 0) + 1);
	});
	const count = (phase) => ({
		pages: pages.get(phase).size,
		bytes: bytes.get(phase) ?? 0,
		functions: functions.get(phase) ?? 0
	});
	return {
		startup: count("startup"),
		first_frame: count("first_frame"),
		steady: count("steady"),
		cold: count("cold")
	};
}
/** By code unit, as every order here. */
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/compare/lazy-candidates.ts
/**
* Modules that were loaded before the first frame though none of their functions ran by then: `import()` where they are
* needed takes them out of start-up. Modules without functions are not named (constants are read without a call), nor are
* those that an annotation pins. The largest first.
*/
function findLazyModules({ recording, placement }) {
	const modules = /* @__PURE__ */ new Map();
	recording.functions.forEach((record, index) => {
		let found = modules.get(record.module);
		if (found === void 0) {
			found = {
				bytes: 0,
				functions: 0,
				isLoadedEarly: false,
				isNeededEarly: false
			};
			modules.set(record.module, found);
		}
		found.bytes += record.size;
		const phase = placement.phases[index];
		const isEarly = record.callCount > 0 && (record.isStartupPath || phase === "startup" || phase === "first_frame");
		if (record.name === `${record.module}:<module>`) found.isLoadedEarly ||= isEarly;
		else {
			found.functions++;
			found.isNeededEarly ||= isEarly || record.hint?.phase === "startup" || record.hint?.phase === "first_frame";
		}
	});
	return [...modules].filter(([, found]) => found.functions > 0 && found.isLoadedEarly && !found.isNeededEarly).map(([module, { bytes, functions }]) => ({
		module,
		bytes,
		functions
	})).sort((a, b) => b.bytes - a.bytes || compare(a.module, b.module));
}
// src/compare/match-functions.ts
/**
* Pairs the functions of two recordings: by name first, then by the hash of the body among those left. Where several share
* a body, those that share more of their name go together: the module, else the path within it; what stays ambiguous is
* paired in the order of names.
*/
function matchFunctions(base, head) {
	const headOf = new Int32Array(base.length).fill(-1);
	const baseOf = new Int32Array(head.length).fill(-1);
	const pair = (b, h) => {
		headOf[b] = h;
		baseOf[h] = b;
	};
	const headByName = new Map(head.map(({ name }, index) => [name, index]));
	base.forEach(({ name }, b) => {
		const h = headByName.get(name);
		if (h !== void 0) pair(b, h);
	});
	for (const key of [
		sameModule,
		samePath,
		anywhere
	]) {
		const left = groupUnmatched(head, baseOf, key);
		const candidates = groupUnmatched(base, headOf, key);
		for (const [group, bs] of candidates) {
			const hs = left.get(group) ?? [];
			bs.forEach((b, index) => {
				const h = hs[index];
				if (h !== void 0) pair(b, h);
			});
		}
	}
	return {
		headOf,
		baseOf
	};
}
var sameModule = ({ bodyHash, module }) => `${bodyHash}\0${module}`;
var samePath = ({ bodyHash, name, module }) => `${bodyHash}\0${name.slice(module.length)}`;
var anywhere = ({ bodyHash }) => bodyHash;
function groupUnmatched(functions, partner, key) {
	const groups = /* @__PURE__ */ new Map();
	functions.forEach((record, index) => {
		if (partner[index] !== -1 || record.bodyHash === "") return;
		const group = key(record);
		const list = groups.get(group);
		if (list === void 0) groups.set(group, [index]);
		else list.push(index);
	});
	for (const list of groups.values()) list.sort((a, b) => compare(functions[a].name, functions[b].name));
	return groups;
}
// src/compare/call-paths.ts
/**
* Breadth-first search over recorded calls, from all functions that something outside called. Among equally short paths
* the one through the function that ran first, then by number, wins: the same recording gives the same paths. O(n + e).
*/
function findCallPaths(recording) {
	const { functions } = recording;
	const indexOf = new Map(functions.map(({ name }, index) => [name, index]));
	const incoming = new Float64Array(functions.length);
	for (const { name, callees } of functions) for (const [callee, count] of callees) {
		const index = indexOf.get(callee);
		if (index !== void 0 && callee !== name) incoming[index] += count;
	}
	const firstRun = (index) => functions[index].firstCallUs ?? Infinity;
	const parent = new Int32Array(functions.length).fill(-2);
	const queue = [...functions.keys()].filter((index) => functions[index].callCount > incoming[index]).sort((a, b) => firstRun(a) - firstRun(b) || a - b);
	for (const root of queue) parent[root] = -1;
	for (const index of queue) for (const name of functions[index].callees.keys()) {
		const callee = indexOf.get(name);
		if (callee === void 0 || parent[callee] !== -2) continue;
		parent[callee] = index;
		queue.push(callee);
	}
	return { to(index) {
		const path = [];
		for (let at = index; at >= 0; at = parent[at]) path.unshift(functions[at].name);
		return path;
	} };
}
// src/compare/startup-paths.ts
/**
* The shortest chain of calls by which start-up reached each of the wanted functions, as names, the function itself last.
*
* A call counts where a scenario shows it: the caller ran before the callee in the same scenario, before start-up was over.
* So a test that calls the function directly, later or without marks, does not hide how start-up got to it. A chain is
* preferred to a direct call from outside; without marks all recorded calls count.
*/
function findStartupPaths(recording, wanted) {
	const { functions, scenarios } = recording;
	const indexOf = new Map(functions.map(({ name }, index) => [name, index]));
	const names = (path) => path.map((index) => functions[index].name);
	const best = /* @__PURE__ */ new Map();
	const isBetter = (path, known) => {
		if (known === void 0) return true;
		if (path.length > 1 !== known.length > 1) return path.length > 1;
		return path.length < known.length;
	};
	for (const trace of scenarios) {
		const parents = searchTrace(recording, indexOf, trace);
		for (const target of wanted) {
			if (!parents.has(target)) continue;
			const path = [];
			for (let at = target; at !== -1; at = parents.get(at)) path.unshift(at);
			if (isBetter(path, best.get(target))) best.set(target, path);
		}
	}
	const anyCall = wanted.filter((index) => !best.has(index)).length === 0 ? void 0 : findCallPaths(recording);
	return new Map(wanted.map((index) => [index, best.has(index) ? names(best.get(index)) : anyCall.to(index)]));
}
/** Breadth-first over the calls of one scenario's start-up: the caller of each function, -1 for one called from outside. */
function searchTrace({ functions }, indexOf, trace) {
	const order = trace.order.subarray(0, startupLength(trace));
	const place = new Map(Array.from(order, (index, position) => [index, position]));
	const laterCallees = (caller) => {
		const found = [];
		for (const name of functions[caller].callees.keys()) {
			const callee = indexOf.get(name);
			if (callee !== void 0 && (place.get(callee) ?? -1) > place.get(caller)) found.push(callee);
		}
		return found;
	};
	const isCalled = new Set(Array.from(order).flatMap(laterCallees));
	const queue = Array.from(order).filter((index) => !isCalled.has(index));
	const parents = new Map(queue.map((index) => [index, -1]));
	for (const caller of queue) for (const callee of laterCallees(caller)) {
		if (parents.has(callee)) continue;
		parents.set(callee, caller);
		queue.push(callee);
	}
	return parents;
}
/** How many functions of a scenario ran before start-up was over; 0 where it has no mark that says so. */
function startupLength({ kind, phase, marks, order }) {
	const end = marks.find(({ name }) => STARTUP_END_MARKS.has(name) || FIRST_FRAME_MARKS.has(name));
	if (end !== void 0) return end.position;
	return kind === "load" || phase === "startup" ? order.length : 0;
}
// src/compare/compare-recordings.ts
/** Below this share of common functions a comparison is probably one of two projects. */
var DOUBTFUL_SHARE = .2;
/**
* Compares two recordings with their layouts.
*
* @throws LayoutError `PAGE_SIZE_MISMATCH`; `BASE_UNRELATED` when they have no function in common
*/
function compareRecordings(base, head, options = {}) {
	if (base.placement.pageSize !== head.placement.pageSize) throw new LayoutError("PAGE_SIZE_MISMATCH", `${base.label} has pages of ${base.placement.pageSize} bytes, ${head.label} of ${head.placement.pageSize}: their page counts cannot be compared.`, { hint: "Record both with the same `page_size`." });
	const matches = matchFunctions(base.recording.functions, head.recording.functions);
	const problems = [
		...sideProblems(base),
		...sideProblems(head),
		...relation(base, head, matches)
	];
	const changed = changedFunctions(base, head, matches);
	const added = states(head).filter((_, h) => matches.baseOf[h] === -1);
	const removed = states(base).filter((_, b) => matches.headOf[b] === -1);
	const isMoved = ({ base: b, head: h }) => b.phase !== h.phase;
	const pick = (test, weight) => changed.filter(test).sort((x, y) => weight(y) - weight(x) || compare(x.head.name, y.head.name));
	const bySize = (a, b) => b.size - a.size || compare(a.name, b.name);
	const renamed = pick((p) => p.base.name !== p.head.name, (p) => p.head.size);
	const movedPhase = pick(isMoved, (p) => p.head.size);
	const resized = pick((p) => p.base.size !== p.head.size, (p) => Math.abs(p.head.size - p.base.size));
	const callCounts = pick((p) => p.base.calls !== p.head.calls, (p) => Math.abs(p.head.calls - p.base.calls));
	const touched = /* @__PURE__ */ new Set([
		...renamed,
		...movedPhase,
		...resized,
		...callCounts
	]);
	const phases = comparePhases(base, head);
	return {
		version: 1,
		base: base.label,
		head: head.label,
		pageSize: head.placement.pageSize,
		phases,
		total: {
			pages: {
				base: base.placement.pageCount,
				head: head.placement.pageCount
			},
			bytes: {
				base: sum(phases, (p) => p.bytes.base),
				head: sum(phases, (p) => p.bytes.head)
			},
			functions: {
				base: base.recording.functions.length,
				head: head.recording.functions.length
			}
		},
		startup: startupEntries(base, head, matches),
		leftStartup: movedPhase.filter((p) => p.base.phase === "startup"),
		added: added.sort(bySize),
		removed: removed.sort(bySize),
		renamed,
		movedPhase,
		resized,
		movedPage: pick((p) => !isMoved(p) && p.base.page !== p.head.page, (p) => p.head.size),
		callCounts,
		newCalls: newCalls(base, head, matches),
		lazy: lazyCandidates(base, head),
		...options.bundle && { bundle: options.bundle },
		...options.times && { times: options.times },
		unchanged: changed.length - touched.size,
		problems
	};
}
function sideProblems({ label, recording }) {
	if (recording.complete) return [];
	return (recording.problems.length === 0 ? ["something that ran is missing"] : recording.problems).map((problem) => `${label} is incomplete: ${problem}`);
}
function relation(base, head, { headOf }) {
	const common = headOf.reduce((count, partner) => count + (partner === -1 ? 0 : 1), 0);
	const smaller = Math.min(base.recording.functions.length, head.recording.functions.length);
	if (smaller === 0) return [];
	if (common === 0) throw new LayoutError("BASE_UNRELATED", `${base.label} and ${head.label} have no function in common, neither by name nor by body.`, { hint: "The base seems to be of another repository, or recorded with another root: record it from this one." });
	return common / smaller < DOUBTFUL_SHARE ? [`only ${common} of ${smaller} functions are common to both: is the base of this repository?`] : [];
}
function states({ recording, placement }) {
	return recording.functions.map((record, index) => ({
		name: record.name,
		module: record.module,
		line: record.line,
		column: record.column,
		phase: placement.phases[index],
		page: placement.page[index],
		size: record.size,
		calls: record.callCount
	}));
}
function changedFunctions(base, head, { headOf }) {
	const headStates = states(head);
	return states(base).flatMap((state, b) => headOf[b] === -1 ? [] : [{
		base: state,
		head: headStates[headOf[b]]
	}]);
}
function comparePhases(base, head) {
	const before = countPhases(base);
	const after = countPhases(head);
	return PHASES.map((phase) => {
		const budget = head.placement.budgets[phase];
		return {
			phase,
			pages: {
				base: before[phase].pages,
				head: after[phase].pages
			},
			bytes: {
				base: before[phase].bytes,
				head: after[phase].bytes
			},
			functions: {
				base: before[phase].functions,
				head: after[phase].functions
			},
			budget,
			isOver: budget > 0 && after[phase].pages > budget
		};
	});
}
function startupEntries(base, head, { baseOf }) {
	const { functions } = head.recording;
	const entered = states(head).flatMap((state, h) => {
		const from = baseOf[h] === -1 ? void 0 : base.placement.phases[baseOf[h]];
		return state.phase === "startup" && from !== "startup" ? [{
			state,
			h,
			from
		}] : [];
	});
	if (entered.length === 0) return [];
	const paths = findStartupPaths(head.recording, entered.map(({ h }) => h));
	const numberOf = new Map(functions.map(({ name }, index) => [name, index]));
	const isNewCall = (caller, callee) => {
		const b = baseOf[numberOf.get(caller)];
		const target = baseOf[numberOf.get(callee)];
		return b === -1 || target === -1 || !base.recording.functions[b].callees.has(base.recording.functions[target].name);
	};
	return entered.map(({ state, h, from }) => {
		const path = paths.get(h);
		const at = path.findIndex((name, position) => position > 0 && isNewCall(path[position - 1], name));
		return {
			function: state,
			from,
			path,
			newCallAt: at === -1 ? void 0 : at
		};
	}).sort((a, b) => b.function.size - a.function.size || compare(a.function.name, b.function.name));
}
/** Calls between functions of the head that the base did not have. */
function newCalls(base, head, { baseOf }) {
	const { functions } = head.recording;
	const numberOf = new Map(functions.map(({ name }, index) => [name, index]));
	const found = [];
	functions.forEach((record, h) => {
		const before = baseOf[h] === -1 ? void 0 : base.recording.functions[baseOf[h]];
		if (before === void 0) return;
		for (const [callee, count] of record.callees) {
			const target = numberOf.get(callee);
			if (target === void 0) continue;
			const oldName = baseOf[target] === -1 ? void 0 : base.recording.functions[baseOf[target]].name;
			if ((oldName === void 0 ? 0 : before.callees.get(oldName) ?? 0) === 0) found.push({
				caller: record.name,
				callee,
				count: {
					base: 0,
					head: count
				}
			});
		}
	});
	return found.sort((a, b) => b.count.head - a.count.head || compare(a.caller, b.caller) || compare(a.callee, b.callee));
}
function lazyCandidates(base, head) {
	const before = new Set(findLazyModules(base).map(({ module }) => module));
	return findLazyModules(head).map(({ module, bytes, functions }) => ({
		module,
		bytes,
		functions,
		isNew: !before.has(module)
	})).sort((a, b) => Number(b.isNew) - Number(a.isNew) || b.bytes - a.bytes || compare(a.module, b.module));
}
function sum(items, value) {
	return items.reduce((total, item) => total + value(item), 0);
}
// src/compare/check-layout.ts
/**
* Holds a layout against its budgets and against a base. Only counts decide, never times.
*
* @throws LayoutError as {@link compareRecordings} does
*/
function checkLayout(head, options = {}) {
	const { base, acknowledged = [] } = options;
	const findings = [...limitFindings(head, options)];
	const isAcknowledged = matcher(acknowledged.map((row) => row.function));
	const difference = base && compareRecordings(base, head, options.compare);
	if (base !== void 0 && difference !== void 0) {
		const growth = growthFinding(base, head, options, isAcknowledged);
		if (growth !== void 0) findings.push(growth);
		findings.push(...entryFindings(difference, acknowledged, isAcknowledged, levelOf(findings)));
	}
	findings.push(...staleFindings(head, acknowledged));
	const isOver = findings.some(({ level, code }) => level === "error" && code !== "entered" && code !== "danger");
	const isDangerous = options.failOnDanger === true && findings.some(({ code }) => code === "danger");
	const incomplete = [base, head].flatMap((side) => side === void 0 || side.recording.complete ? [] : [side]);
	for (const { label, recording } of incomplete) {
		const why = recording.problems.length === 0 ? "something that ran is missing" : recording.problems.map((problem) => problem.replace(/[.:\s]+$/, "")).join("; ");
		findings.push({
			level: "warning",
			code: "incomplete",
			message: `${label} is incomplete: ${why}.`
		});
	}
	const empty = [base, head].filter((side) => side?.recording.functions.length === 0);
	for (const side of empty) {
		const message = `${side.label} has no function: it says nothing about the layout. Record it again with the tests that load your code.`;
		findings.push({
			level: "warning",
			code: "empty",
			message
		});
	}
	return {
		status: isOver || isDangerous ? 1 : incomplete.length + empty.length > 0 ? 2 : 0,
		findings,
		difference,
		phases: withBudgets(head)
	};
}
function withBudgets(head) {
	const counts = countPhases(head);
	const { budgets } = head.placement;
	const entries = PHASES.map((phase) => [phase, {
		...counts[phase],
		budget: budgets[phase]
	}]);
	return Object.fromEntries(entries);
}
function limitFindings(head, options) {
	const findings = [];
	const phases = countPhases(head);
	for (const phase of PHASES) {
		const budget = head.placement.budgets[phase];
		const { pages } = phases[phase];
		if (budget > 0 && pages > budget) {
			const message = `${phaseTitle(phase)} takes ${plural(pages, "page")}, its budget is ${budget}.`;
			findings.push({
				level: "error",
				code: "budget",
				message
			});
		}
	}
	const { pages } = phases.startup;
	const { maxStartupPages, thresholds = {}, failOnDanger = false } = options;
	if (maxStartupPages !== void 0 && pages > maxStartupPages) {
		const message = `Start-up takes ${plural(pages, "page")}, --max-startup-pages allows ${maxStartupPages}.`;
		findings.push({
			level: "error",
			code: "startup",
			message
		});
	}
	if (thresholds.danger !== void 0 && pages >= thresholds.danger) {
		const message = `Start-up takes ${plural(pages, "page")}: danger from ${thresholds.danger} on.`;
		findings.push({
			level: failOnDanger ? "error" : "warning",
			code: "danger",
			message
		});
	} else if (thresholds.warn !== void 0 && pages >= thresholds.warn) {
		const message = `Start-up takes ${plural(pages, "page")}: warning from ${thresholds.warn} on.`;
		findings.push({
			level: "warning",
			code: "warn",
			message
		});
	}
	return findings;
}
function growthFinding(base, head, { maxGrowth }, isAcknowledged) {
	if (maxGrowth === void 0) return void 0;
	const { headOf } = matchFunctions(base.recording.functions, head.recording.functions);
	const headNames = head.recording.functions.map(({ name }) => name);
	const before = startupPages(base, (index) => headOf[index] === -1 || !isAcknowledged(headNames[headOf[index]]));
	const after = startupPages(head, (index) => !isAcknowledged(headNames[index]));
	if (after - before <= maxGrowth) return void 0;
	const isKnown = base.recording.complete && base.recording.functions.length > 0;
	const without = headNames.some((name) => isAcknowledged(name)) ? " without the acknowledged functions" : "";
	const message = `Start-up grew by ${plural(after - before, "page")} (${before} to ${after})${without}, --max-growth allows ${maxGrowth}${isKnown ? "" : "; the base lacks something, so this is not certain"}.`;
	return {
		level: isKnown ? "error" : "warning",
		code: "growth",
		message
	};
}
/** Pages that start-up would take if only some of its functions were in it. */
function startupPages({ recording, placement }, keep) {
	const order = placement.order.filter((index) => placement.phases[index] === "startup" && keep(index));
	const { pageSize, phases, budgets } = placement;
	const { page, starts } = placeRecording(recording, {
		order,
		phases,
		pageSize,
		budgets
	});
	const pages = /* @__PURE__ */ new Set();
	for (const index of order) {
		const last = Math.floor((starts[index] + Math.max(recording.functions[index].size, 1) - 1) / pageSize);
		for (let at = page[index]; at <= last; at++) pages.add(at);
	}
	return pages.size;
}
/** Each function that came into start-up, as loud as what it led to. */
function entryFindings({ startup }, acknowledged, isAcknowledged, level) {
	return startup.map((entry) => {
		const { name, size } = entry.function;
		const caller = entry.path.at(-2);
		const what = `${name} (${size} bytes) runs at start-up now${caller === void 0 ? "" : `, called by ${caller}`}.`;
		if (isAcknowledged(name)) return {
			level: "notice",
			code: "acknowledged",
			message: `${what} Acknowledged: ${acknowledged.find((row) => matcher([row.function])(name)).reason}`,
			at: entry.function
		};
		return {
			level,
			code: "entered",
			message: what,
			at: entry.function
		};
	});
}
function staleFindings(head, acknowledged) {
	const names = head.recording.functions.map(({ name }) => name);
	return acknowledged.filter((row) => {
		const matches = matcher([row.function]);
		return !names.some((name) => matches(name));
	}).sort((a, b) => compare(a.function, b.function)).map((row) => ({
		level: "notice",
		code: "stale",
		message: `No function ${JSON.stringify(row.function)} is in the recording any more: take it out of \`acknowledged\`.`
	}));
}
function levelOf(findings) {
	if (findings.some(({ level }) => level === "error")) return "error";
	return findings.some(({ level }) => level === "warning") ? "warning" : "notice";
}
function matcher(patterns) {
	const exact = new Set(patterns);
	const globs = patterns.filter((pattern) => pattern.includes("*")).map((pattern) => new RegExp(`^${pattern.split("*").map(escapeRegExp).join(".*")}$`, "s"));
	return (name) => exact.has(name) || globs.some((glob) => glob.test(name));
}
function escapeRegExp(text) {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
function phaseTitle(phase) {
	return {
		startup: "Start-up",
		first_frame: "First frame",
		steady: "Steady",
		cold: "Cold"
	}[phase];
}
// src/compare/format/describe-difference.ts
/** Steps of a call path that are shown; the middle of longer ones goes. */
var PATH_LENGTH = 6;
var FUNCTION = { title: "function" };
var BYTES = {
	title: "bytes",
	align: "right"
};
/** Puts a comparison into words and tables; what matters first. */
function describeDifference(difference) {
	const { headline, tone } = summarize(difference);
	return {
		headline,
		tone,
		notes: difference.problems.map((problem) => ({ text: problem })),
		sections: [
			phaseSection$1(difference),
			startupSection(difference.startup),
			bundleSection(difference),
			lazySection(difference.lazy.filter(({ isNew }) => isNew), false),
			changedSection("left start-up", difference.leftStartup, false),
			changedSection("moved between other phases", difference.movedPhase.filter(({ base, head }) => base.phase !== "startup" && head.phase !== "startup"), true),
			stateSection(plural(difference.added.length, "new function"), difference.added, true),
			stateSection(`${plural(difference.removed.length, "function")} gone`, difference.removed, false),
			renamedSection(difference.renamed),
			pairSection("changed in size", "bytes", difference.resized, ({ size }) => size, formatCount),
			pairSection("called another number of times", "calls", difference.callCounts, ({ calls }) => calls, formatCount),
			newCallSection(difference),
			lazySection(difference.lazy.filter(({ isNew }) => !isNew), true),
			timeSection(difference),
			pairSection("on another page of the same phase", "page", difference.movedPage, ({ page }) => page + 1, formatCount)
		].filter((section) => section !== void 0),
		advice: adviceFor(difference),
		footer: [
			{ text: difference.base },
			" → ",
			{ text: difference.head },
			`. ${plural(difference.unchanged, "function")} unchanged. Pages of ${difference.pageSize / 1024} KB.`
		]
	};
}
function summarize({ phases, startup }) {
	const over = phases.filter(({ isOver }) => isOver);
	const { pages, bytes } = phases.find(({ phase }) => phase === "startup");
	const growth = pages.head - pages.base;
	const overText = over.map(({ phase, pages: { head }, budget }) => `${phaseName(phase)} takes ${head} of ${budget} pages`);
	let headline = "Start-up touches as many pages as before";
	if (growth > 0) headline = `Start-up touches ${formatCount(growth)} more ${growth === 1 ? "page" : "pages"}`;
	else if (growth < 0) headline = `Start-up touches ${formatCount(-growth)} fewer ${growth === -1 ? "page" : "pages"}`;
	headline += ` (${pages.base} → ${pages.head})`;
	if (growth === 0 && bytes.head !== bytes.base && startup.length > 0) headline += `, with ${plural(startup.length, "function")} more in it`;
	if (over.length > 0) headline += `; over budget: ${overText.join(", ")}`;
	return {
		headline,
		tone: over.length > 0 || growth > 0 ? "bad" : growth < 0 ? "good" : "same"
	};
}
function phaseSection$1({ phases, total }) {
	const row = (name, pages, budget, bytes, functions) => [
		name,
		arrow(pages, formatCount),
		budget,
		arrow(bytes, formatBytes),
		bytes.base === bytes.head ? "" : formatChange(bytes.base, bytes.head),
		arrow(functions, formatCount)
	];
	return {
		title: "Phases",
		folded: false,
		isEssential: true,
		columns: [
			{ title: "phase" },
			{
				title: "pages",
				align: "right"
			},
			{
				title: "budget",
				align: "right"
			},
			BYTES,
			{
				title: "",
				align: "right"
			},
			{
				title: "functions",
				align: "right"
			}
		],
		rows: [...phases.map(({ phase, pages, budget, isOver, bytes, functions }) => {
			const limit = budget === 0 ? "" : isOver ? { strong: `${budget} (over)` } : String(budget);
			return row(phaseName(phase), pages, limit, bytes, functions);
		}), row({ strong: "total" }, total.pages, "", total.bytes, total.functions)]
	};
}
function startupSection(entries) {
	const bytes = entries.reduce((sum, entry) => sum + entry.function.size, 0);
	return section(`${plural(entries.length, "function")} came into start-up (${formatBytes(bytes)})`, false, {
		columns: [
			FUNCTION,
			BYTES,
			{ title: "was" },
			{ title: "shortest call path (⇒ new call)" }
		],
		rows: entries.map((entry) => [
			{ source: entry.function },
			formatBytes(entry.function.size),
			entry.from === void 0 ? "new" : phaseName(entry.from),
			pathPieces(entry)
		])
	});
}
/** `main → parse ⇒ help`: the double arrow is the first call the base did not have. */
function pathPieces({ path, newCallAt, function: { name, module } }) {
	if (path.length <= 1) return [name === `${module}:<module>` ? "loaded" : "called from outside"];
	const skipped = path.length - PATH_LENGTH;
	const result = [];
	path.forEach((name, position) => {
		if (skipped > 0 && position >= 2 && position < 2 + skipped && position !== newCallAt) {
			if (result.at(-1) !== " → …") result.push(" → …");
			return;
		}
		if (position > 0) result.push(position === newCallAt ? " ⇒ " : " → ");
		result.push({ code: name });
	});
	return result;
}
function bundleSection({ bundle }) {
	if (bundle === void 0) return void 0;
	const { base, head } = bundle;
	return section("Bundle", false, {
		columns: [
			{ title: "form" },
			BYTES,
			{
				title: "",
				align: "right"
			}
		],
		rows: [
			"raw",
			"gzip",
			"brotli"
		].map((form) => [
			form,
			arrow({
				base: base[form],
				head: head[form]
			}, formatBytes),
			formatChange(base[form], head[form])
		])
	});
}
function lazySection(candidates, folded) {
	const bytes = candidates.reduce((sum, candidate) => sum + candidate.bytes, 0);
	return section(`${plural(candidates.length, folded ? "module" : "more module")} loaded early and not needed before the first frame (${formatBytes(bytes)})`, folded, {
		columns: [
			{ title: "module" },
			BYTES,
			{
				title: "functions",
				align: "right"
			}
		],
		rows: candidates.map(({ module, bytes: size, functions }) => [
			{ code: module },
			formatBytes(size),
			formatCount(functions)
		])
	});
}
function changedSection(what, pairs, folded) {
	return section(`${plural(pairs.length, "function")} ${what}`, folded, {
		columns: [
			FUNCTION,
			BYTES,
			{ title: "phase" }
		],
		rows: pairs.map(({ base, head }) => [
			{ source: head },
			formatBytes(head.size),
			`${phaseName(base.phase)} → ${phaseName(head.phase)}`
		])
	});
}
function stateSection(title, list, isLinked) {
	return section(title, true, {
		columns: [
			FUNCTION,
			BYTES,
			{ title: "phase" },
			{
				title: "calls",
				align: "right"
			}
		],
		rows: list.map((state) => [
			isLinked ? { source: state } : { code: state.name },
			formatBytes(state.size),
			phaseName(state.phase),
			formatCount(state.calls)
		])
	});
}
function renamedSection(pairs) {
	return section(`${plural(pairs.length, "function")} renamed or moved to another module`, true, {
		columns: [{ title: "was" }, { title: "is" }],
		rows: pairs.map(({ base, head }) => [{ code: base.name }, { source: head }])
	});
}
function pairSection(what, column, pairs, value, format) {
	return section(`${plural(pairs.length, "function")} ${what}`, true, {
		columns: [
			FUNCTION,
			{
				title: column,
				align: "right"
			},
			{ title: "phase" }
		],
		rows: pairs.map(({ base, head }) => [
			{ source: head },
			arrow({
				base: value(base),
				head: value(head)
			}, format),
			phaseName(head.phase)
		])
	});
}
function newCallSection({ newCalls }) {
	return section(`${plural(newCalls.length, "call")} between functions that did not call each other before`, true, {
		columns: [
			{ title: "caller" },
			{ title: "callee" },
			{
				title: "calls",
				align: "right"
			}
		],
		rows: newCalls.map(({ caller, callee, count }) => [
			{ code: caller },
			{ code: callee },
			formatCount(count.head)
		])
	});
}
function timeSection({ times }) {
	if (times === void 0) return void 0;
	const spread = ({ median, least, most }) => least === most ? formatMilliseconds(median) : `${formatMilliseconds(median)} (${formatMilliseconds(least)} to ${formatMilliseconds(most)})`;
	return section("Times, both sides on this machine; a hint, never a gate", true, {
		columns: [
			{ title: "what" },
			{
				title: "base",
				align: "right"
			},
			{
				title: "head",
				align: "right"
			},
			{
				title: "runs",
				align: "right"
			}
		],
		rows: times.map(({ what, base, head }) => [
			what,
			spread(base),
			spread(head),
			`${base.runs} / ${head.runs}`
		])
	});
}
function adviceFor(difference) {
	const advice = [];
	const startup = difference.phases.find(({ phase }) => phase === "startup");
	const lazyNew = difference.lazy.filter(({ isNew }) => isNew);
	for (const { module, bytes } of lazyNew.slice(0, 3)) advice.push([
		"Load ",
		{ code: module },
		` with \`import()\` where it is needed: nothing in it runs before the first frame (${formatBytes(bytes)}).`
	]);
	const lazyModules = new Set(lazyNew.map(({ module }) => module));
	const byCall = /* @__PURE__ */ new Map();
	for (const entry of difference.startup) {
		if (entry.newCallAt === void 0 || lazyModules.has(entry.function.module)) continue;
		const key = `${entry.path[entry.newCallAt - 1]}\0${entry.path[entry.newCallAt]}`;
		const known = byCall.get(key);
		if (known === void 0) byCall.set(key, {
			path: entry,
			bytes: entry.function.size,
			count: 1
		});
		else byCall.set(key, {
			path: known.path,
			bytes: known.bytes + entry.function.size,
			count: known.count + 1
		});
	}
	const calls = [...byCall.values()].sort((a, b) => b.bytes - a.bytes);
	for (const { path, bytes, count } of startup.pages.head > startup.pages.base ? calls.slice(0, 3) : []) advice.push([
		"The call ",
		{ code: path.path[path.newCallAt - 1] },
		" ⇒ ",
		{ code: splitFunctionName(path.path[path.newCallAt]).path },
		` brought ${plural(count, "function")} (${formatBytes(bytes)}) into start-up: can it wait until after the first frame?`
	]);
	return advice;
}
function section(title, folded, table) {
	return table.rows.length === 0 ? void 0 : {
		title,
		folded,
		...table
	};
}
function arrow({ base, head }, format) {
	return base === head ? format(head) : `${format(base)} → ${format(head)}`;
}
/** The phase in words. */
function phaseName(phase) {
	return phase === "first_frame" ? "first frame" : phase === "startup" ? "start-up" : phase;
}
function formatMilliseconds(us) {
	return `${(us / 1e3).toFixed(us < 1e4 ? 2 : 0)} ms`;
}
// src/compare/format/describe-check.ts
var STATUS = {
	0: "The layout is within its limits",
	1: "The layout is over a limit",
	2: "Nothing is over a limit, but the recording is incomplete"
};
var EMPTY = "Nothing is over a limit, but a recording has no function";
/** The findings, and where there is a base the comparison behind them. */
function describeCheck(result) {
	const { status, findings, difference, phases } = result;
	const notes = findings.filter(({ code }) => code !== "entered" && code !== "acknowledged").map((finding) => [
		{ strong: finding.level },
		" ",
		{ text: finding.message }
	]);
	const tone = status === 0 ? "good" : "bad";
	if (difference === void 0) return {
		headline: headlineOf(result),
		tone,
		notes,
		sections: [phaseSection(phases)],
		advice: [],
		footer: ""
	};
	const described = describeDifference(difference);
	return {
		...described,
		headline: `${headlineOf(result)}. ${described.headline}`,
		tone,
		notes: [...notes, ...described.notes.filter((note) => !isIncomplete(note))],
		sections: [...described.sections, ...acknowledgedSection(findings)]
	};
}
function headlineOf({ status, findings }) {
	return status === 2 && findings.some(({ code }) => code === "empty") ? EMPTY : STATUS[status];
}
function phaseSection(phases) {
	const right = { align: "right" };
	return {
		title: "Phases",
		folded: false,
		isEssential: true,
		columns: [
			{ title: "phase" },
			{
				title: "pages",
				...right
			},
			{
				title: "budget",
				...right
			},
			{
				title: "bytes",
				...right
			},
			{
				title: "functions",
				...right
			}
		],
		rows: PHASES.map((phase) => {
			const { pages, budget, bytes, functions } = phases[phase];
			const limit = budget === 0 ? "" : pages > budget ? { strong: `${budget} (over)` } : String(budget);
			return [
				phaseName(phase),
				formatCount(pages),
				limit,
				formatBytes(bytes),
				formatCount(functions)
			];
		})
	};
}
/** The check says it itself. */
function isIncomplete(note) {
	return typeof note === "object" && "text" in note && note.text.includes(" is incomplete: ");
}
function acknowledgedSection(findings) {
	const rows = findings.filter(({ code }) => code === "acknowledged").map(({ message, at }) => [{ source: at }, { text: message.slice(message.indexOf("Acknowledged: ") + 14) }]);
	if (rows.length === 0) return [];
	return [{
		title: "Acknowledged",
		folded: true,
		columns: [{ title: "function" }, { title: "reason" }],
		rows
	}];
}
// src/compare/format/escape.ts
/** Length to which names are shortened: a comment holds many of them. */
var NAME_LENGTH = 120;
var INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/**
* Makes characters visible that steer a terminal, turn the direction of text or cannot be seen: `\x1b` becomes `\u001b`.
* Names come from people's code and may hold anything.
*/
function visible(text) {
	return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
/** Visible, and at most 120 characters: the middle goes. */
function shortName(text, length = NAME_LENGTH) {
	const ends = text.length > 4 * length ? text.slice(0, 2 * length) + text.slice(-2 * length) : text;
	const characters = Array.from(visible(ends));
	if (characters.length <= length) return characters.join("");
	const head = Math.ceil((length - 1) / 3);
	return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (length - 1 - head)).join("")}`;
}
/**
* Text that Markdown shows as it is, in a table too. Every mark that could mean something becomes a character reference,
* which Markdown never takes for markup (CommonMark 6.2).
*/
function escapeMarkdown(text) {
	return visible(text).replace(/[&<>"'|`*_~[\]\\#@!$^{}]|:(?=\S)|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`);
}
/**
* A sentence that may quote foreign text. What would call people or name issues stands in code type: GitHub looks for both
* after Markdown, where character references are gone.
*/
function markdownSentence(text) {
	return text.split(/([@#][\w/-]+)/).map((part, index) => index % 2 === 1 ? `<code>${escapeMarkdown(part)}</code>` : escapeMarkdown(part)).join("");
}
/** A name in Markdown's code type; a code span where the name allows one, so that the source reads well too. */
function markdownCode(name) {
	const text = shortName(name);
	return text.trim() === text && text !== "" && !/[`|\\]/.test(text) ? `\`${text}\`` : `<code>${escapeMarkdown(text)}</code>`;
}
// src/compare/format/document.ts
function pieces(cell) {
	return Array.isArray(cell) ? cell : [cell];
}
// src/compare/format/render-markdown.ts
/** What one comment on GitHub can hold. */
var COMMENT_LENGTH = 65536;
/** Sentences may be longer than names. */
var TEXT_LENGTH = 400;
var OPEN_ROWS = [
	15,
	10,
	6,
	3,
	1,
	0
];
var FOLDED_ROWS = [
	50,
	20,
	8,
	3,
	0,
	0
];
var ICON = {
	good: "✅",
	same: "➖",
	bad: "⚠️"
};
/** GitHub-flavoured Markdown; rows give way until it fits, those of folded sections first. */
function renderMarkdown(document, options = {}) {
	const { maxLength = COMMENT_LENGTH } = options;
	for (const [attempt, openRows] of OPEN_ROWS.entries()) {
		const text = renderWith(document, openRows, FOLDED_ROWS[attempt], options);
		if (text.length <= maxLength) return text;
	}
	return `${renderWith({
		...document,
		sections: [],
		notes: [],
		advice: []
	}, 0, 0, options)}\n_The rest is too long for a comment._\n`;
}
function renderWith(document, openRows, foldedRows, options) {
	const { headline, tone, notes, sections, advice, footer } = document;
	const render = (cell) => renderCell(cell, options);
	return `${[
		...options.marker === void 0 ? [] : [options.marker],
		`### ${ICON[tone]} ${headline}`,
		...notes.length === 0 ? [] : [list(notes.slice(0, openRows + 1), render)],
		...sections.filter(({ folded }) => !folded).map((section) => renderSection(section, openRows, render)),
		...advice.length === 0 ? [] : ["**What to do**", list(advice, render)],
		...sections.filter(({ folded }) => folded).map((section) => renderSection(section, foldedRows, render)),
		...footer === "" ? [] : [`<sub>${render(footer)}</sub>`]
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function renderSection({ title, folded, isEssential, columns, rows }, limit, render) {
	const shown = isEssential === true ? rows : rows.slice(0, limit);
	if (shown.length === 0) return folded ? "" : `**${title}**`;
	const lines = [
		tableRow(columns.map((column) => column.title)),
		tableRow(columns.map(({ align }) => align === "right" ? "--:" : "---")),
		...shown.map((row) => tableRow(row.map(render)))
	];
	const left = rows.length - shown.length;
	const more = left > 0 ? `\n\nand ${formatCount(left)} more` : "";
	const table = `${lines.join("\n")}${more}`;
	return folded ? `<details><summary>${title}</summary>\n\n${table}\n\n</details>` : isEssential === true ? table : `**${title}**\n\n${table}`;
}
function tableRow(cells) {
	return `| ${cells.join(" | ")} |`;
}
function list(items, render) {
	return items.map((item) => `- ${render(item)}`).join("\n");
}
function renderCell(cell, { link }) {
	return pieces(cell).map((piece) => {
		if (typeof piece === "string") return piece;
		if ("strong" in piece) return `**${piece.strong}**`;
		if ("code" in piece) return markdownCode(piece.code);
		if ("text" in piece) return markdownSentence(shortName(piece.text, TEXT_LENGTH));
		const address = link?.(piece.source);
		const name = markdownCode(piece.source.name);
		return address === void 0 ? name : `[${name}](<${address}>)`;
	}).join("");
}
/** Links to lines of a commit on GitHub. Nothing of a path can leave the address. */
function githubLink({ server, repository, sha }) {
	return ({ module, line }) => {
		if (shortName(module, module.length) !== module || module.startsWith("../") || module === "") return void 0;
		const path = module.split("/").map(encodeURIComponent).join("/");
		return `${server}/${repository}/blob/${encodeURIComponent(sha)}/${path}${line === 0 ? "" : `#L${line}`}`;
	};
}
// src/compare/format/workflow-commands.ts
/** GitHub shows ten annotations of each kind for a step and drops the others. */
var ANNOTATIONS_PER_LEVEL = 10;
/**
* Findings as workflow commands; GitHub puts them at the lines they name.
*
* @param folder Of the project in its repository, with `/` at its end; `''` at the root.
*/
function toWorkflowCommands(findings, folder = "") {
	const shown = /* @__PURE__ */ new Map();
	const lines = [];
	let left = 0;
	for (const { level, message, at } of findings) {
		const count = (shown.get(level) ?? 0) + 1;
		shown.set(level, count);
		if (count > ANNOTATIONS_PER_LEVEL) {
			left++;
			continue;
		}
		const place = at === void 0 ? "" : placeOf(folder, at);
		lines.push(`::${level} ${place}title=${property("Code layout")}::${data(message)}`);
	}
	if (left > 0) lines.push(`and ${formatCount(left)} more findings`);
	return lines;
}
/** A line of 0 is one that nobody knows. */
function placeOf(folder, { module, line, column }) {
	const file = `file=${property(folder + module)},`;
	return line === 0 ? file : `${file}line=${line},col=${column},`;
}
function data(text) {
	return text.replaceAll("%", "%25").replace(/[\r\n]/g, (end) => end === "\r" ? "%0D" : "%0A").split(/(%0[AD])/).map((part, index) => index % 2 === 1 ? part : visible(part)).join("");
}
function property(text) {
	return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
// src/compare/format/render-text.ts
var TONE = {
	good: "green",
	same: "bold",
	bad: "red"
};
/** Text for a terminal. */
function renderText(document, options = {}) {
	const { paint = plain, rows = 10, all = false } = options;
	const { headline, tone, notes, sections, advice, footer } = document;
	return `${[
		[paint(TONE[tone], headline)],
		notes.map((note) => `! ${cellText(note)}`),
		...sections.filter(({ folded }) => !folded || all).map((section) => sectionLines(section, all ? Infinity : rows, paint)),
		advice.length === 0 ? [] : [paint("bold", "What to do"), ...advice.map((item) => `- ${cellText(item)}`)],
		all ? [] : sections.filter(({ folded }) => folded).map(({ title }) => paint("dim", `+ ${title}`)),
		footer === "" ? [] : [paint("dim", cellText(footer))]
	].filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
function sectionLines({ title, isEssential, columns, rows }, limit, paint) {
	const shown = isEssential === true ? rows : rows.slice(0, limit);
	const table = formatTable(columns, shown.map((row) => row.map(cellText)), paint);
	const left = rows.length - shown.length;
	return [
		...isEssential === true ? [] : [paint("bold", title)],
		...table,
		...left > 0 ? [`and ${formatCount(left)} more (--all shows them)`] : []
	];
}
function cellText(cell) {
	return pieces(cell).map((piece) => {
		if (typeof piece === "string") return piece.replaceAll("`", "");
		if ("strong" in piece) return piece.strong;
		if ("text" in piece) return visible(piece.text);
		return shortName("code" in piece ? piece.code : piece.source.name);
	}).join("");
}
// src/record/session/check-name.ts
var EXAMPLES = {
	function: "src/app.ts:main",
	marker: "startup.complete"
};
/**
* Checks a name that the program itself gives, which no type checker may have seen: with an empty one, what was recorded could
* be written and not be read back.
*
* @throws LayoutError `NAME`
*/
function checkName(name, of) {
	if (typeof name === "string" && name !== "") return;
	throw new LayoutError("NAME", `the name of a ${of} is ${name === "" ? "empty" : name === null || name === void 0 ? String(name) : `of type ${typeof name}`}, expected a text like ${EXAMPLES[of]}.`, { hint: "Give a name of your own to what has none." });
}
// src/record/session/edge-table.ts
/**
* Counts of calls by (caller, callee), in a hash table of typed arrays with open addressing:
* a million edges take 32 to 64 MB, a `Map` of the same takes several times that.
*/
var EdgeTable = class EdgeTable {
	size = 0;
	#mask;
	#callers;
	#callees;
	#counts;
	constructor(capacity = 1024) {
		const slots = 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 2)));
		this.#mask = slots - 1;
		this.#callers = new Int32Array(slots).fill(-1);
		this.#callees = new Int32Array(slots);
		this.#counts = new Float64Array(slots);
	}
	add(caller, callee, count) {
		let slot = hash(caller, callee) & this.#mask;
		for (;;) {
			const found = this.#callers[slot];
			if (found === -1) break;
			if (found === caller && this.#callees[slot] === callee) {
				this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
				return;
			}
			slot = slot + 1 & this.#mask;
		}
		this.#callers[slot] = caller;
		this.#callees[slot] = callee;
		this.#counts[slot] = count;
		this.size++;
		if (this.size * 2 > this.#mask) this.#grow();
	}
	forEach(visit) {
		for (let slot = 0; slot <= this.#mask; slot++) {
			const caller = this.#callers[slot] ?? -1;
			if (caller >= 0) visit(caller, this.#callees[slot] ?? 0, this.#counts[slot] ?? 0);
		}
	}
	#grow() {
		const bigger = new EdgeTable(this.#mask + 1);
		this.forEach((caller, callee, count) => {
			bigger.add(caller, callee, count);
		});
		this.#mask = bigger.#mask;
		this.#callers = bigger.#callers;
		this.#callees = bigger.#callees;
		this.#counts = bigger.#counts;
	}
};
function hash(caller, callee) {
	let mixed = Math.imul(caller, 2654435761) ^ Math.imul(callee + 1, 2246822507);
	mixed = Math.imul(mixed ^ mixed >>> 15, 739982445);
	return (mixed ^ mixed >>> 13) >>> 0;
}
/**
* Sorts the edges of a table by caller, then callee, in linear time (two counting passes).
*
* @param rank The new number of each function; edges come out in these numbers.
*/
function listEdges(table, rank) {
	const functionCount = rank.length;
	const byCallee = new Int32Array(functionCount + 1);
	const offsets = new Int32Array(functionCount + 1);
	table.forEach((oldCaller, oldCallee) => {
		const caller = rank[oldCaller] ?? 0;
		const callee = rank[oldCallee] ?? 0;
		byCallee[callee + 1] = (byCallee[callee + 1] ?? 0) + 1;
		offsets[caller + 1] = (offsets[caller + 1] ?? 0) + 1;
	});
	for (let i = 1; i <= functionCount; i++) {
		byCallee[i] = (byCallee[i] ?? 0) + (byCallee[i - 1] ?? 0);
		offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0);
	}
	const callers = new Int32Array(table.size);
	const sortedCallees = new Int32Array(table.size);
	const sortedCounts = new Float64Array(table.size);
	table.forEach((oldCaller, oldCallee, count) => {
		const callee = rank[oldCallee] ?? 0;
		const at = byCallee[callee] ?? 0;
		byCallee[callee] = at + 1;
		callers[at] = rank[oldCaller] ?? 0;
		sortedCallees[at] = callee;
		sortedCounts[at] = count;
	});
	const next = offsets.slice();
	const callees = new Int32Array(table.size);
	const counts = new Float64Array(table.size);
	for (let k = 0; k < table.size; k++) {
		const caller = callers[k] ?? 0;
		const at = next[caller] ?? 0;
		next[caller] = at + 1;
		callees[at] = sortedCallees[k] ?? 0;
		counts[at] = sortedCounts[k] ?? 0;
	}
	return {
		offsets,
		callees,
		counts
	};
}
// src/record/session/function-table.ts
/** Nanoseconds in a microsecond. Times are kept as whole nanoseconds: sums of integers do not depend on their order. */
var NS = 1e3;
/** Functions by number, growing as they are added. */
var FunctionTable = class {
	facts = [];
	callCount;
	firstNs;
	lastNs;
	totalNs;
	selfNs;
	isStartupPath;
	#byName = /* @__PURE__ */ new Map();
	constructor(capacity = 64) {
		this.callCount = new Float64Array(capacity);
		this.firstNs = new Float64Array(capacity).fill(NaN);
		this.lastNs = new Float64Array(capacity).fill(NaN);
		this.totalNs = new Float64Array(capacity);
		this.selfNs = new Float64Array(capacity);
		this.isStartupPath = new Uint8Array(capacity);
	}
	get size() {
		return this.facts.length;
	}
	find(name) {
		return this.#byName.get(name);
	}
	/**
	* The index of a function, which is added when it is new. Facts that differ are settled by {@link preferFacts}.
	*
	* @param onConflict Called when two different bodies stand under one name.
	*/
	add(facts, onConflict) {
		const known = this.#byName.get(facts.name);
		if (known === void 0) {
			const index = this.facts.length;
			if (index === this.callCount.length) this.#grow();
			this.facts.push(facts);
			this.#byName.set(facts.name, index);
			return index;
		}
		const old = this.facts[known];
		if (old !== void 0 && old !== facts) {
			if (old.bodyHash !== facts.bodyHash && old.bodyHash !== "" && facts.bodyHash !== "") onConflict?.();
			this.facts[known] = preferFacts(old, facts);
		}
		return known;
	}
	/** Adds numbers to those of a function: counts and times are summed, first and last calls are the earliest and latest. */
	accumulate(index, more) {
		this.callCount[index] = (this.callCount[index] ?? 0) + more.callCount;
		this.totalNs[index] = (this.totalNs[index] ?? 0) + more.totalNs;
		this.selfNs[index] = (this.selfNs[index] ?? 0) + more.selfNs;
		const first = this.firstNs[index] ?? NaN;
		if (!Number.isNaN(more.firstNs) && !(first <= more.firstNs)) this.firstNs[index] = more.firstNs;
		const last = this.lastNs[index] ?? NaN;
		if (!Number.isNaN(more.lastNs) && !(last >= more.lastNs)) this.lastNs[index] = more.lastNs;
		if (more.isStartupPath) this.isStartupPath[index] = 1;
	}
	numbersOf(index) {
		return {
			callCount: this.callCount[index] ?? 0,
			firstNs: this.firstNs[index] ?? NaN,
			lastNs: this.lastNs[index] ?? NaN,
			totalNs: this.totalNs[index] ?? 0,
			selfNs: this.selfNs[index] ?? 0,
			isStartupPath: this.isStartupPath[index] === 1
		};
	}
	#grow() {
		const capacity = this.callCount.length * 2;
		const wider = (old, fill) => {
			const next = new Float64Array(capacity).fill(fill, old.length);
			next.set(old);
			return next;
		};
		this.callCount = wider(this.callCount, 0);
		this.firstNs = wider(this.firstNs, NaN);
		this.lastNs = wider(this.lastNs, NaN);
		this.totalNs = wider(this.totalNs, 0);
		this.selfNs = wider(this.selfNs, 0);
		const flags = new Uint8Array(capacity);
		flags.set(this.isStartupPath);
		this.isStartupPath = flags;
	}
};
/** Microseconds as whole nanoseconds; NaN for undefined. */
function toNs(us) {
	return us === void 0 ? NaN : Math.round(us * NS);
}
/** Nanoseconds as microseconds; undefined for NaN. */
function toUs(ns) {
	return Number.isNaN(ns) ? void 0 : ns / NS;
}
/** Facts of a function of which nothing but the name is known. */
function unknownFacts(name, module) {
	return {
		name,
		module,
		line: 0,
		column: 0,
		size: 0,
		totalSize: 0,
		bodyHash: ""
	};
}
/**
* Which of two descriptions of one function is kept when recordings of different code are joined: always a whole one;
* the one whose body is known, then the larger, then by a total order. So the result does not depend on who came first.
*/
function preferFacts(a, b) {
	return (Number(a.bodyHash !== "") - Number(b.bodyHash !== "") || a.size - b.size || a.totalSize - b.totalSize || a.line - b.line || a.column - b.column || compareNames(a.bodyHash, b.bodyHash) || compareNames(a.module, b.module) || compareNames(hintText(a.hint), hintText(b.hint))) >= 0 ? a : b;
}
/** A hint as text, for comparing. */
function hintText(hint) {
	return hint === void 0 ? "" : `${hint.phase}\0${hint.pinned ? "pin" : ""}\0${hint.anchor ?? ""}`;
}
// src/record/session/live-recorder.ts
/** Counts calls as they are reported, with a stack of its own. One recording, from start to stop, becomes one scenario. */
var LiveRecorder = class {
	#functions;
	#edges;
	#now;
	#startedUs;
	#labels;
	#stack = [];
	#calls = /* @__PURE__ */ new Map();
	#marks = [];
	#isBeforeFrame = true;
	constructor(functions, edges, now, labels) {
		this.#functions = functions;
		this.#edges = edges;
		this.#now = now;
		this.#startedUs = now();
		this.#labels = labels;
	}
	get marks() {
		return this.#marks;
	}
	call(name, module) {
		const index = this.#count(name, module);
		const caller = this.#stack.at(-1);
		if (caller !== void 0) this.#edges.add(caller.index, index, 1);
		this.#stack.push({
			index,
			enteredNs: this.#nowNs(),
			calleesNs: 0
		});
	}
	/** Leaves the innermost call of that function, and with it whatever it called that has not returned; unknown ones are ignored. */
	return(name) {
		const index = this.#functions.find(name);
		const depth = this.#stack.findLastIndex((frame) => frame.index === index);
		if (depth < 0) return;
		while (this.#stack.length > depth) this.#pop();
	}
	mark(name) {
		this.#marks.push({
			name,
			position: this.#calls.size,
			us: this.#nowNs() / 1e3
		});
		if (FRAME_TIME_MARKS.has(name)) this.#isBeforeFrame = false;
	}
	/** A call that has no duration and calls nothing. */
	countOnly(name) {
		this.#count(name, "");
	}
	/** Ends all open calls and gives the scenario, or `undefined` when nothing happened. */
	finish() {
		while (this.#stack.length > 0) this.#pop();
		if (this.#calls.size === 0 && this.#marks.length === 0) return void 0;
		const { project = "", file = "", test = "", scenario, phase, stopMark, weight = 1 } = this.#labels;
		return {
			kind: "test",
			project,
			file,
			test,
			...scenario === void 0 ? {} : { scenario },
			...phase === void 0 ? {} : { phase },
			...stopMark === void 0 ? {} : { stopMark },
			weight,
			order: Int32Array.from(this.#calls.keys()),
			calls: Float64Array.from(this.#calls.values()),
			marks: this.#marks
		};
	}
	#count(name, module) {
		const index = this.#functions.find(name) ?? this.#functions.add(unknownFacts(name, module));
		const ns = this.#nowNs();
		this.#functions.accumulate(index, {
			callCount: 1,
			firstNs: ns,
			lastNs: ns,
			totalNs: 0,
			selfNs: 0,
			isStartupPath: this.#isBeforeFrame
		});
		this.#calls.set(index, (this.#calls.get(index) ?? 0) + 1);
		return index;
	}
	#pop() {
		const frame = this.#stack.pop();
		if (frame === void 0) return;
		const ns = Math.max(0, this.#nowNs() - frame.enteredNs);
		const isInner = this.#stack.some((outer) => outer.index === frame.index);
		this.#functions.accumulate(frame.index, {
			callCount: 0,
			firstNs: NaN,
			lastNs: NaN,
			totalNs: isInner ? 0 : ns,
			selfNs: Math.max(0, ns - frame.calleesNs),
			isStartupPath: false
		});
		const caller = this.#stack.at(-1);
		if (caller !== void 0) caller.calleesNs += ns;
	}
	#nowNs() {
		return toNs(Math.max(0, this.#now() - this.#startedUs));
	}
};
// src/record/session/trace-order.ts
/**
* Canonical order of scenarios: by project, file, kind (`load` first), test, then by content, so that equal multisets of
* scenarios always stand in one order. Functions are compared by number, so both must be numbered alike.
*/
function compareTraces(a, b) {
	return compareNames(a.project, b.project) || compareNames(a.file, b.file) || compareNames(a.kind, b.kind) || compareNames(a.test, b.test) || compareNames(a.scenario ?? "", b.scenario ?? "") || compareNames(a.phase ?? "", b.phase ?? "") || compareNames(a.stopMark ?? "", b.stopMark ?? "") || a.weight - b.weight || compareNumbers(a.order, b.order) || compareNumbers(a.calls, b.calls) || compareMarks(a, b);
}
function compareNumbers(a, b) {
	const shared = Math.min(a.length, b.length);
	for (let i = 0; i < shared; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
function compareMarks(a, b) {
	const shared = Math.min(a.marks.length, b.marks.length);
	for (let i = 0; i < shared; i++) {
		const x = a.marks[i];
		const y = b.marks[i];
		if (x === void 0 || y === void 0) break;
		const order = compareNames(x.name, y.name) || x.position - y.position || x.us - y.us;
		if (order !== 0) return order;
	}
	return a.marks.length - b.marks.length;
}
/** The same scenario with its functions numbered anew. */
function renumberTrace(trace, map) {
	const order = new Int32Array(trace.order.length);
	for (let i = 0; i < order.length; i++) order[i] = map[trace.order[i] ?? 0] ?? 0;
	return {
		...trace,
		order
	};
}
// src/record/session/snapshot.ts
/** Puts what a session holds into canonical form; what it gives does not change when the session does. */
function takeSnapshot(functions, edgeTable, traces, complete, problems) {
	const tableIndex = sortedIndices(functions);
	const rank = new Int32Array(functions.size);
	for (const [position, index] of tableIndex.entries()) rank[index] = position;
	const edges = listEdges(edgeTable, rank);
	const records = [];
	for (const index of tableIndex) records.push(record(functions, index, records.length, edges, records));
	return {
		complete,
		problems: [...problems].toSorted(),
		functions: records,
		scenarios: traces.map((trace) => renumberTrace(trace, rank)).toSorted(compareTraces),
		tableIndex,
		edges
	};
}
function sortedIndices(functions) {
	const { facts } = functions;
	return Int32Array.from(facts.keys()).sort((a, b) => {
		const x = facts[a];
		const y = facts[b];
		return x === void 0 || y === void 0 ? a - b : compareSourceOrder(x, y);
	});
}
function record(functions, index, position, edges, records) {
	const facts = functions.facts[index];
	if (facts === void 0) throw new RangeError(`no function ${index}`);
	const numbers = functions.numbersOf(index);
	let callees;
	return {
		name: facts.name,
		module: facts.module,
		line: facts.line,
		column: facts.column,
		size: facts.size,
		totalSize: facts.totalSize,
		bodyHash: facts.bodyHash,
		...facts.hint === void 0 ? {} : { hint: facts.hint },
		callCount: numbers.callCount,
		firstCallUs: toUs(numbers.firstNs),
		lastCallUs: toUs(numbers.lastNs),
		totalUs: numbers.totalNs / 1e3,
		selfUs: numbers.selfNs / 1e3,
		isStartupPath: numbers.isStartupPath,
		get callees() {
			if (callees === void 0) {
				callees = /* @__PURE__ */ new Map();
				const end = edges.offsets[position + 1] ?? 0;
				for (let k = edges.offsets[position] ?? 0; k < end; k++) {
					const callee = records[edges.callees[k] ?? -1];
					if (callee !== void 0) callees.set(callee.name, edges.counts[k] ?? 0);
				}
			}
			return callees;
		}
	};
}
// src/record/session/recording-session.ts
/**
* Collects what was recorded: call by call (`recordCall`), from worker blocks (`absorb`), from other recordings (`merge`).
*
* As a {@link Recording} it is always in canonical form: functions in source order, scenarios sorted.
* `merge` is associative and commutative with the empty session as unit; see docs/formats.md for how each field is joined.
*/
var RecordingSession = class RecordingSession {
	#functions = new FunctionTable();
	#edges = new EdgeTable();
	#traces = [];
	#problems = /* @__PURE__ */ new Set();
	#isComplete = true;
	#live;
	#snapshot;
	#now;
	constructor(options = {}) {
		this.#now = options.now ?? (() => performance.now() * 1e3);
	}
	/** A session that holds one recording. */
	static from(recording) {
		return new RecordingSession().merge(recording);
	}
	get complete() {
		return this.#isComplete;
	}
	get problems() {
		return this.#view().problems;
	}
	get functions() {
		return this.#view().functions;
	}
	get scenarios() {
		return this.#view().scenarios;
	}
	/** All calls by caller, in the numbers of {@link functions}: cheaper than each function's `callees`. */
	get edges() {
		return this.#view().edges;
	}
	/** The earliest first frame (`first_frame`, `ui.ready` or `startup.complete`) of any scenario, microseconds. */
	get firstFrameUs() {
		return this.#earliest(FRAME_TIME_MARKS);
	}
	/** The earliest entry of the event loop (`event_loop.enter`, `main_loop`) of any scenario, microseconds. */
	get eventLoopUs() {
		return this.#earliest(EVENT_LOOP_MARKS);
	}
	/** Starts to count calls as one scenario; a recording that runs already goes on. */
	startRecording(scenario = {}) {
		this.#live ??= new LiveRecorder(this.#functions, this.#edges, this.#now, scenario);
	}
	/** Ends the running recording; calls still open end now. */
	stopRecording() {
		const trace = this.#live?.finish();
		this.#live = void 0;
		this.#touch();
		if (trace !== void 0) this.#traces.push(trace);
	}
	isRecording() {
		return this.#live !== void 0;
	}
	/**
	* A function was entered; ignored while nothing records.
	*
	* @throws LayoutError `NAME` for a name that is empty or no text
	*/
	recordCall(name, module) {
		if (this.#live === void 0) return;
		checkName(name, "function");
		this.#live.call(name, module ?? moduleOf(name));
		this.#touch();
	}
	/** A function was left; ignored when it is not on the stack. */
	recordReturn(name) {
		this.#live?.return(name);
		this.#touch();
	}
	/**
	* A marker was passed. Those with a meaning set {@link firstFrameUs} or {@link eventLoopUs}, the first time only;
	* any other is also counted as a call of `marker:NAME`.
	*
	* @throws LayoutError `NAME` for a name that is empty or no text
	*/
	mark(name) {
		if (this.#live === void 0) return;
		checkName(name, "marker");
		this.#live.mark(name);
		if (!FRAME_TIME_MARKS.has(name) && !EVENT_LOOP_MARKS.has(name)) this.#live.countOnly(MARKER_PREFIX + name);
		this.#touch();
	}
	/**
	* Sets the bytes of a function's own code; a function that is not known yet is added.
	*
	* @throws LayoutError `NAME` for a name that is empty or no text
	*/
	setFunctionSize(name, size) {
		checkName(name, "function");
		const index = this.#functions.add(unknownFacts(name, moduleOf(name)));
		const facts = this.#functions.facts[index];
		if (facts !== void 0) this.#functions.facts[index] = {
			...facts,
			size,
			totalSize: Math.max(size, facts.totalSize)
		};
		this.#touch();
	}
	/** Adds functions that exist, whether they ran or not. */
	addFunctions(functions) {
		for (const facts of functions) this.#add(facts);
		this.#touch();
		return this;
	}
	/** Notes something that went wrong; `isMissing` says that the recording lacks something because of it. */
	addProblem(text, isMissing = true) {
		this.#problems.add(text.replaceAll(/\p{Surrogate}/gu, "�"));
		if (isMissing) this.#isComplete = false;
		this.#touch();
	}
	/** Takes in one worker's block. Linear in its length; the block's `calls` arrays are kept, not copied. */
	absorb(block) {
		const map = new Int32Array(block.functions.length);
		let i = 0;
		for (const facts of block.functions) {
			const index = this.#add(facts);
			map[i] = index;
			this.#functions.accumulate(index, {
				callCount: block.callCount[i] ?? 0,
				firstNs: toNs(block.firstCallUs[i]),
				lastNs: toNs(block.lastCallUs[i]),
				totalNs: Math.round((block.totalUs[i] ?? 0) * 1e3),
				selfNs: Math.round((block.selfUs[i] ?? 0) * 1e3),
				isStartupPath: (block.isStartupPath[i] ?? 0) !== 0
			});
			i++;
		}
		for (let k = 0; k < block.edgeCaller.length; k++) this.#edges.add(map[block.edgeCaller[k] ?? 0] ?? 0, map[block.edgeCallee[k] ?? 0] ?? 0, block.edgeCount[k] ?? 0);
		this.#addTraces(block.scenarios, map);
		this.#addState(block);
		return this;
	}
	/** Joins another recording into this one; the other stays as it is. */
	merge(other) {
		if (other instanceof RecordingSession) return this.#mergeSession(other);
		const map = new Int32Array(other.functions.length);
		let i = 0;
		for (const record of other.functions) map[i++] = this.#addRecord(record);
		for (const record of other.functions) {
			const caller = this.#functions.find(record.name) ?? 0;
			for (const [callee, count] of record.callees) {
				const index = this.#functions.find(callee) ?? this.#functions.add(unknownFacts(callee, moduleOf(callee)));
				this.#edges.add(caller, index, count);
			}
		}
		this.#addTraces(other.scenarios, map);
		this.#addState(other);
		return this;
	}
	/** Forgets everything, a running recording too. */
	clear() {
		this.#functions = new FunctionTable();
		this.#edges = new EdgeTable();
		this.#traces = [];
		this.#problems = /* @__PURE__ */ new Set();
		this.#isComplete = true;
		this.#live = void 0;
		this.#touch();
	}
	/** The recording as it is now; unlike the session it never changes. */
	toRecording() {
		const { complete, problems, functions, scenarios } = this.#view();
		return {
			complete,
			problems,
			functions,
			scenarios
		};
	}
	/** The recorded layout as configuration: a row of `recorded` for each function, by phase, hotness and name. */
	exportLayoutConfig(options = {}) {
		return layoutConfigOf(this, options);
	}
	/** The same as text of a `layout.sdn`. */
	exportLayoutSdn(options = {}) {
		return this.exportLayoutConfig(options).toSdn();
	}
	/** A configuration with this recording's rows in it. */
	mergeWithConfig(config) {
		return config.merge(this.exportLayoutConfig({ config }));
	}
	#view() {
		this.#snapshot ??= takeSnapshot(this.#functions, this.#edges, this.#traces, this.#isComplete, this.#problems);
		return this.#snapshot;
	}
	#touch() {
		this.#snapshot = void 0;
	}
	#add(facts) {
		return this.#functions.add(facts, () => {
			this.#problems.add(`${facts.name} was recorded with different code; what is known of the larger one is kept`);
		});
	}
	#addRecord(record) {
		const { name, module, line, column, size, totalSize, bodyHash, hint } = record;
		const facts = {
			name,
			module,
			line,
			column,
			size,
			totalSize,
			bodyHash
		};
		const index = this.#add(hint === void 0 ? facts : {
			...facts,
			hint
		});
		this.#functions.accumulate(index, {
			callCount: record.callCount,
			firstNs: toNs(record.firstCallUs),
			lastNs: toNs(record.lastCallUs),
			totalNs: Math.round(record.totalUs * 1e3),
			selfNs: Math.round(record.selfUs * 1e3),
			isStartupPath: record.isStartupPath
		});
		return index;
	}
	#mergeSession(other) {
		const map = new Int32Array(other.#functions.size);
		for (let i = 0; i < map.length; i++) {
			const facts = other.#functions.facts[i];
			if (facts === void 0) continue;
			const index = this.#add(facts);
			map[i] = index;
			this.#functions.accumulate(index, other.#functions.numbersOf(i));
		}
		const edges = [];
		if (other === this) other.#edges.forEach((...edge) => edges.push(edge));
		else other.#edges.forEach((caller, callee, count) => this.#edges.add(map[caller] ?? 0, map[callee] ?? 0, count));
		for (const edge of edges) this.#edges.add(...edge);
		this.#addTraces([...other.#traces], map);
		this.#addState({
			complete: other.#isComplete,
			problems: [...other.#problems]
		});
		return this;
	}
	#addTraces(traces, map) {
		for (const trace of traces) {
			const marks = trace.marks.map((mark) => ({
				...mark,
				us: Math.round(mark.us * 1e3) / 1e3
			}));
			this.#traces.push({
				...renumberTrace(trace, map),
				marks
			});
		}
	}
	#addState({ complete, problems }) {
		for (const problem of problems) this.#problems.add(problem);
		if (!complete) this.#isComplete = false;
		this.#touch();
	}
	#earliest(names) {
		let earliest;
		const lists = this.#traces.map((trace) => trace.marks);
		if (this.#live !== void 0) lists.push(this.#live.marks);
		for (const marks of lists) for (const { name, us } of marks) if (names.has(name) && (earliest === void 0 || us < earliest)) earliest = us;
		return earliest;
	}
};
function moduleOf(name) {
	return name.startsWith("marker:") ? "" : splitFunctionName(name).module;
}
// src/record/session/number-text.ts
/** Reads {@link deltaText}; `undefined` where the text is none. */
function parseDeltas(text) {
	const result = new Int32Array(countWords(text));
	let before = 0;
	let i = 0;
	for (const word of words(text)) {
		if (!/^-?\d+$/.test(word)) return void 0;
		before += Number(word);
		result[i] = before;
		if (result[i++] !== before) return void 0;
	}
	return result;
}
/** Reads {@link runText}; `undefined` where the text is none, or holds not exactly `length` whole numbers. */
function parseRuns(text, length) {
	const result = new Float64Array(length);
	let at = 0;
	for (const word of words(text)) {
		const match = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:\*(\d+))?$/.exec(word);
		if (match === null || !Number.isInteger(Number(match[1]))) return void 0;
		const end = at + Number(match[2] ?? 1);
		if (end > length) return void 0;
		result.fill(Number(match[1]), at, end);
		at = end;
	}
	return at === length ? result : void 0;
}
function words(text) {
	return text === "" ? [] : text.split(" ");
}
function countWords(text) {
	if (text === "") return 0;
	let count = 1;
	for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) count++;
	return count;
}
// src/record/session/recording-columns.ts
/** Columns of the tables of `recording.sdn`; docs/formats.md explains each. Readers find them by name. */
var FUNCTION_COLUMNS = [
	"name",
	"module",
	"line",
	"column",
	"size",
	"total_size",
	"body_hash",
	"phase",
	"anchor",
	"pinned",
	"call_count",
	"first_ns",
	"last_ns",
	"total_ns",
	"self_ns",
	"startup_path"
];
var EDGE_COLUMNS = [
	"caller",
	"callee",
	"count"
];
var SCENARIO_COLUMNS = [
	"kind",
	"project",
	"file",
	"test",
	"scenario",
	"phase",
	"stop_mark",
	"weight",
	"order",
	"calls"
];
var MARK_COLUMNS = [
	"scenario",
	"name",
	"position",
	"ns"
];
// src/record/session/read-recording.ts
/**
* Reads a `recording.sdn` from disk.
*
* @throws LayoutError `RECORDING_UNREADABLE`, SdnError `SDN_ENCODING`, and the errors of {@link readRecording}
*/
function readRecordingFile(path) {
	return readRecording(readRecordingText(path), path);
}
/**
* The text of a `recording.sdn`, not parsed yet.
*
* @throws LayoutError `RECORDING_UNREADABLE`, SdnError `SDN_ENCODING`
*/
function readRecordingText(path) {
	return readText(path, {
		code: "RECORDING_UNREADABLE",
		kind: "recording",
		hint: "Record one with `vitest run --reporter=layout`, or name another."
	});
}
/**
* Reads the text of a `recording.sdn`.
*
* @param file Stands in errors.
* @throws SdnError where it is no SDN
* @throws LayoutError `RECORDING_VERSION` for a newer format, `RECORDING_TRUNCATED` for a file that was cut off,
* `RECORDING_FORMAT` for anything else that is no recording
*/
function readRecording(text, file) {
	let tree;
	try {
		tree = parseSdn(text, { file });
	} catch (error) {
		if (error instanceof LayoutError && /^recording:/m.test(text) && !/\n {4}end: true\s*$/.test(text)) throw truncated(file, `it ends in the middle of a line (${error.message})`);
		throw error;
	}
	const body = tree.get("recording");
	if (!(body instanceof Map)) throw format(file, "it has no block `recording:`");
	checkVersion(body, file);
	if (body.get("end") !== true) throw truncated(file, "its last line `end: true` is missing");
	return new RecordingReader(body, file).read();
}
function checkVersion(body, file) {
	const version = body.get("version");
	if (typeof version !== "number" || version < 1) throw format(file, "it has no version");
	if (version > 1) throw new LayoutError("RECORDING_VERSION", `this recording has format version ${version}, expected 1 or older.`, {
		file,
		hint: "Update vitest-layout to read it."
	});
}
function format(file, what) {
	return new LayoutError("RECORDING_FORMAT", `this is no recording that can be read: ${what}.`, {
		file,
		hint: "Record it again, or give another file."
	});
}
function truncated(file, what) {
	return new LayoutError("RECORDING_TRUNCATED", `this recording was cut off: ${what}.`, {
		file,
		hint: "Copy it again, or record it again."
	});
}
var RecordingReader = class {
	#body;
	#file;
	#fail = (what) => format(this.#file, what);
	constructor(body, file) {
		this.#body = body;
		this.#file = file;
	}
	read() {
		const modules = this.#texts("modules");
		const problems = this.#texts("problems");
		const functions = this.#table("functions", FUNCTION_COLUMNS);
		const edges = this.#table("edges", EDGE_COLUMNS);
		const scenarios = this.#table("scenarios", SCENARIO_COLUMNS);
		const marks = this.#table("marks", MARK_COLUMNS);
		this.#checkCounts({
			modules: modules.length,
			functions: functions.size,
			edges: edges.size,
			scenarios: scenarios.size,
			marks: marks.size,
			problems: problems.length
		});
		const complete = this.#body.get("complete");
		if (typeof complete !== "boolean") throw this.#fail("`complete` is neither true nor false");
		const n = functions.size;
		this.#checkUnique("modules", modules);
		this.#checkUnique("functions", Array.from({ length: n }, (_, row) => functions.text("name", row)));
		const us = (column) => (_, row) => (functions.optionalWhole(column, row) ?? NaN) / 1e3;
		const wholes = (column) => new Float64Array(n).map((_, row) => functions.whole(column, row));
		return new RecordingSession().absorb({
			functions: Array.from({ length: n }, (_, row) => factsOf(functions, row, modules)),
			callCount: wholes("call_count"),
			firstCallUs: new Float64Array(n).map(us("first_ns")),
			lastCallUs: new Float64Array(n).map(us("last_ns")),
			totalUs: new Float64Array(n).map(us("total_ns")),
			selfUs: new Float64Array(n).map(us("self_ns")),
			isStartupPath: new Uint8Array(n).map((_, row) => Number(functions.boolean("startup_path", row))),
			edgeCaller: new Int32Array(edges.size).map((_, row) => edges.index("caller", row, n)),
			edgeCallee: new Int32Array(edges.size).map((_, row) => edges.index("callee", row, n)),
			edgeCount: new Float64Array(edges.size).map((_, row) => edges.whole("count", row)),
			scenarios: this.#scenarios(scenarios, marks, n),
			complete,
			problems
		});
	}
	#scenarios(table, marks, functionCount) {
		const marksOf = Array.from({ length: table.size }, () => []);
		const traces = Array.from({ length: table.size }, (_, row) => {
			const kind = table.text("kind", row);
			if (kind !== "load" && kind !== "test") throw table.error("kind", row, "`load` or `test`");
			const order = parseDeltas(table.text("order", row));
			if (order === void 0 || order.some((f) => f < 0 || f >= functionCount)) throw table.error("order", row, "differences of function numbers");
			const calls = parseRuns(table.text("calls", row), order.length);
			if (calls === void 0) throw table.error("calls", row, `${order.length} whole counts`);
			const scenario = table.optionalText("scenario", row);
			const phase = phaseOf(table, row);
			const stopMark = table.optionalText("stop_mark", row);
			return {
				kind,
				project: table.text("project", row),
				file: table.text("file", row),
				test: table.text("test", row),
				...scenario === void 0 ? {} : { scenario },
				...phase === void 0 ? {} : { phase },
				...stopMark === void 0 ? {} : { stopMark },
				weight: table.number("weight", row),
				order,
				calls,
				marks: marksOf[row]
			};
		});
		for (let row = 0; row < marks.size; row++) {
			const scenario = marks.index("scenario", row, table.size);
			const position = marks.whole("position", row);
			const last = traces[scenario].order.length;
			if (position > last) throw marks.error("position", row, `a number from 0 to ${last}, the functions of its scenario`);
			marksOf[scenario].push({
				name: marks.text("name", row),
				position,
				us: marks.whole("ns", row) / 1e3
			});
		}
		return traces;
	}
	#table(name, columns) {
		return TableReader.open(this.#body.get(name), name, columns, this.#fail);
	}
	#texts(name) {
		const list = this.#body.get(name);
		if (!Array.isArray(list)) throw this.#fail(`it has no list \`${name}\``);
		return list.map((item) => {
			if (typeof item !== "string") throw this.#fail(`\`${name}\` holds something that is no text`);
			return item;
		});
	}
	#checkCounts(found) {
		const counts = this.#body.get("counts");
		if (!(counts instanceof Map)) throw this.#fail("it has no block `counts`");
		for (const [name, number] of Object.entries(found)) {
			const said = counts.get(name);
			if (said === number) continue;
			const what = `it has ${number} ${name}, its header says ${String(said)}`;
			throw typeof said === "number" && said > number ? truncated(this.#file, what) : this.#fail(what);
		}
	}
	/** Whoever looks a function up by its name would find one of two, and a merge would add them up. */
	#checkUnique(table, names) {
		const seen = /* @__PURE__ */ new Set();
		for (const name of names) {
			if (seen.has(name)) throw this.#fail(`${JSON.stringify(name)} stands twice in \`${table}\``);
			seen.add(name);
		}
	}
};
function factsOf(table, row, modules) {
	const phase = phaseOf(table, row);
	const anchor = table.optionalText("anchor", row);
	const facts = {
		name: table.text("name", row),
		module: modules[table.index("module", row, modules.length)] ?? "",
		line: table.whole("line", row),
		column: table.whole("column", row),
		size: table.whole("size", row),
		totalSize: table.whole("total_size", row),
		bodyHash: table.text("body_hash", row)
	};
	if (phase === void 0) return facts;
	const pinned = table.boolean("pinned", row);
	return {
		...facts,
		hint: anchor === void 0 ? {
			phase,
			pinned
		} : {
			phase,
			anchor,
			pinned
		}
	};
}
function phaseOf(table, row) {
	const text = table.optionalText("phase", row);
	if (text === void 0) return void 0;
	const phase = findPhase(text);
	if (phase === void 0) throw table.error("phase", row, "a phase");
	return phase;
}
// src/compare/open-recording.ts
var RECORDING_FILE = "recording.sdn";
var LAYOUT_FILE = "layout.sdn";
/** Where the reporter leaves its files, relative to a project. */
var DEFAULT_FOLDER = ".vitest/layout";
/**
* Opens a `recording.sdn`, a folder that holds one, a project, or a `layout.sdn` with recorded rows (then there are no calls
* and no bodies to compare).
*
* @throws LayoutError `RECORDING_MISSING`, and the errors of `readRecording` and `LayoutConfig.fromText`
*/
function openRecording(path, options) {
	const file = recordingFile(path);
	const text = readRecordingText(file);
	if (!/^recording:/m.test(text) && /^layout:/m.test(text)) return fromLayout(LayoutConfig.fromText(text, file), file, options.label);
	const recording = readRecording(text, file);
	if (options.preferArtefact === true) {
		const artefact = join(dirname(file), LAYOUT_FILE);
		const placed = existsSync(artefact) ? fromArtefact(recording, LayoutConfig.fromFile(artefact), options.label) : void 0;
		if (placed !== void 0) return placed;
	}
	return solveRecording(recording, options.config, options.label);
}
/** Finds the recording behind a path that a user gave. */
function recordingFile(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (stat?.isFile() === true) return path;
	if (stat?.isDirectory() === true) {
		const found = [
			join(path, RECORDING_FILE),
			join(path, DEFAULT_FOLDER, RECORDING_FILE),
			join(path, LAYOUT_FILE)
		].find((candidate) => existsSync(candidate));
		if (found !== void 0) return found;
	}
	throw new LayoutError("RECORDING_MISSING", stat === void 0 ? "no such file or folder." : `no ${RECORDING_FILE} in it.`, {
		file: path,
		hint: "Record one with `vitest run --reporter=layout`, or name another."
	});
}
/** Lays a recording out as the reporter does. */
function solveRecording(recording, config, label) {
	return placeSolved(solveLayout(withoutMarkers(recording), config), label);
}
/** A layout as one side of a comparison. */
function placeSolved(layout, label) {
	const { recording, config, order, phaseOf } = layout;
	if (order.length !== recording.functions.length) return solveRecording(recording, config, label);
	const phases = recording.functions.map((_, index) => phaseOf(index));
	const { pageSize, budgets } = config;
	return {
		label,
		recording,
		placement: placeRecording(recording, {
			order,
			phases,
			pageSize,
			budgets
		})
	};
}
/** Markers that were recorded as calls are no code and have no place. */
function withoutMarkers(recording) {
	const { functions } = recording;
	if (!functions.some(({ name }) => name.startsWith("marker:"))) return recording;
	const numbers = new Int32Array(functions.length).fill(-1);
	let next = 0;
	functions.forEach(({ name }, index) => {
		if (!name.startsWith("marker:")) numbers[index] = next++;
	});
	return {
		complete: recording.complete,
		problems: recording.problems,
		functions: functions.filter((_, index) => numbers[index] !== -1),
		scenarios: recording.scenarios.map((trace) => {
			const kept = Array.from(trace.order.keys()).filter((at) => numbers[trace.order[at]] !== -1);
			const { kind, project, file, test, scenario, phase, stopMark, weight } = trace;
			return {
				kind,
				project,
				file,
				test,
				weight,
				...scenario !== void 0 && { scenario },
				...phase !== void 0 && { phase },
				...stopMark !== void 0 && { stopMark },
				order: Int32Array.from(kept, (at) => numbers[trace.order[at]]),
				calls: Float64Array.from(kept, (at) => trace.calls[at]),
				marks: trace.marks.map(({ name, position, us }) => ({
					name,
					us,
					position: kept.filter((at) => at < position).length
				}))
			};
		})
	};
}
function fromArtefact(recording, artefact, label) {
	const code = withoutMarkers(recording);
	const numberOf = new Map(code.functions.map(({ name }, index) => [name, index]));
	const phases = [];
	const order = [];
	for (const row of artefact.recorded) {
		const index = numberOf.get(row.name);
		if (index === void 0) return void 0;
		phases[index] = row.phase;
		order.push(index);
	}
	if (order.length !== code.functions.length) return void 0;
	const { pageSize, budgets } = artefact;
	return {
		label,
		recording: code,
		placement: placeRecording(code, {
			order,
			phases,
			pageSize,
			budgets
		})
	};
}
function fromLayout(config, file, label) {
	const rows = config.recorded;
	if (rows.length === 0) throw new LayoutError("RECORDING_MISSING", "this layout has no recorded functions.", {
		file,
		hint: `Give the ${basename(file)} that the reporter writes to ${DEFAULT_FOLDER}, or a ${RECORDING_FILE}.`
	});
	const recording = {
		complete: true,
		problems: [],
		functions: rows.map(({ name, phase, size, callCount }) => ({
			name,
			module: splitFunctionName(name).module,
			line: 1,
			column: 1,
			size,
			totalSize: size,
			bodyHash: "",
			callCount,
			firstCallUs: callCount > 0 ? 0 : void 0,
			lastCallUs: callCount > 0 ? 0 : void 0,
			totalUs: 0,
			selfUs: 0,
			callees: /* @__PURE__ */ new Map(),
			isStartupPath: phase === "startup"
		})),
		scenarios: []
	};
	const phases = rows.map(({ phase }) => phase);
	const { pageSize, budgets } = config;
	return {
		label,
		recording,
		placement: placeRecording(recording, {
			order: [...rows.keys()],
			phases,
			pageSize,
			budgets
		})
	};
}
// src/compare/git.ts
/** What git tells its hooks about the repository they run for: git that is asked about a worktree must not hear it. */
var OF_ONE_REPOSITORY = /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;
/**
* What git prints about the repository that a folder belongs to, without white space around it.
*
* @throws LayoutError `GIT_FAILED`
*/
function git(folder, args) {
	try {
		return execFileSync("git", args, {
			cwd: folder,
			env: Object.fromEntries(Object.entries(process$1.env).filter(([key]) => !OF_ONE_REPOSITORY.test(key))),
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			],
			maxBuffer: 268435456
		}).trim();
	} catch (cause) {
		const text = cause.stderr;
		const said = typeof text === "string" ? text.trim() : "";
		throw new LayoutError("GIT_FAILED", `git ${args[0]} failed: ${said === "" ? String(cause) : said}`, { cause });
	}
}
/** The same, or `undefined` where git says no. */
function tryGit(folder, args) {
	try {
		return git(folder, args);
	} catch (error) {
		if (error instanceof LayoutError) return void 0;
		throw error;
	}
}
// src/compare/base-packages.ts
var RECORD = "npx vitest run --reporter=layout";
var LOCKS = [
	"package-lock.json",
	"pnpm-lock.yaml",
	"yarn.lock",
	"bun.lock"
];
/** What tools keep in `node_modules` about the code they saw: that of the base is other code. */
var CACHES = /* @__PURE__ */ new Set([
	".cache",
	".vite",
	".vite-temp",
	".vitest"
]);
/**
* Gives the base the packages that are installed here, each by a link. Packages of the repository itself, which workspaces
* link, are those of the base.
*
* @param checkouts the repository first, then its submodules
* @param inside the project's folder, relative to the repository
* @param log gets notes, where the base may need other packages than these
*/
function linkPackages(checkouts, inside, log) {
	const linker = new PackageLinker(checkouts, log);
	const [repository] = checkouts;
	const above = nearestPackages(dirname(repository.here));
	if (above !== void 0) linker.link(above, dirname(repository.there));
	for (const { here, there } of checkouts) {
		const folders = /* @__PURE__ */ new Set(["", ...packageFolders(there)]);
		if (here === repository.here) for (let at = inside; at !== "." && at !== ""; at = dirname(at)) folders.add(at);
		for (const folder of folders) linker.link(join(here, folder), join(there, folder));
	}
}
var PackageLinker = class {
	#checkouts;
	#log;
	/** Folders of the base that a link led to. */
	#own = /* @__PURE__ */ new Set();
	constructor(checkouts, log) {
		this.#checkouts = checkouts.map(({ here, there }) => ({
			here: realpathSync(here),
			there
		})).toReversed();
		this.#log = log;
	}
	/** Makes the `node_modules` of a folder. */
	link(here, there) {
		const [from, to] = [join(here, "node_modules"), join(there, "node_modules")];
		if (!existsSync(from) || !existsSync(there) || existsSync(to)) return;
		this.#linkEntries(from, to);
		const changed = LOCKS.find((lock) => {
			const [ours, theirs] = [join(here, lock), join(there, lock)];
			return existsSync(ours) && existsSync(theirs) && !readFileSync(ours).equals(readFileSync(theirs));
		});
		if (changed !== void 0) this.#log(`note: ${changed} of the base differs; it is recorded with the packages installed here.\n`);
	}
	#linkEntries(from, to) {
		mkdirSync(to);
		for (const entry of readdirSync(from, { withFileTypes: true })) {
			const { name } = entry;
			if (CACHES.has(name)) continue;
			const path = join(from, name);
			if (entry.isDirectory() && (name.startsWith("@") || name === ".bin")) this.#linkEntries(path, join(to, name));
			else if (entry.isFile()) copyFileSync(path, join(to, name));
			else this.#linkEntry(path, join(to, name));
		}
	}
	#linkEntry(path, link) {
		if (!existsSync(path)) return;
		const own = this.#ofBase(realpathSync(path));
		if (own === void 0) symlinkSync(path, link, "junction");
		else if (existsSync(own.there)) {
			symlinkSync(own.there, link, "junction");
			this.#noteMissing(own);
		}
	}
	/** Where the base has what the repository holds here; `undefined` for what was installed. */
	#ofBase(path) {
		for (const { here, there } of this.#checkouts) {
			const inside = relative(here, path);
			if (isAbsolute(inside) || inside.split(sep)[0] === "..") continue;
			return inside.split(sep).includes("node_modules") ? void 0 : {
				here: path,
				there: join(there, inside)
			};
		}
	}
	/** Says what a package of the repository must have to be imported and git does not hold: what was built. */
	#noteMissing({ here, there }) {
		if (this.#own.has(there)) return;
		this.#own.add(there);
		const missing = entriesOf(there).find((entry) => isFile(join(here, entry)) && !existsSync(join(there, entry)));
		if (missing === void 0) return;
		const file = join(relative(this.#checkouts.at(-1).here, here), missing).replaceAll("\\", "/");
		this.#log(`note: the base has no ${file}: git does not hold it. Build it there first, with --record 'BUILD && ${RECORD}'.\n`);
	}
};
/** The folders of a checkout that hold a package, relative to it. */
function packageFolders(checkout) {
	return git(checkout, [
		"ls-files",
		"-z",
		"--",
		":(glob)**/package.json"
	]).split("\0").filter((file) => file !== "" && !file.split("/").includes("node_modules")).map((file) => dirname(file));
}
/** The nearest folder from this one upwards that has packages. */
function nearestPackages(folder) {
	if (existsSync(join(folder, "node_modules"))) return folder;
	return dirname(folder) === folder ? void 0 : nearestPackages(dirname(folder));
}
/** The files that a package names as what others import. */
function entriesOf(folder) {
	try {
		const { main, module, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
		return textsIn([
			main,
			module,
			exports
		]).filter((entry) => !entry.includes("*"));
	} catch {
		return [];
	}
}
function textsIn(value) {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap((part) => textsIn(part)) : [];
}
// src/compare/base-submodules.ts
/**
* Checks out the submodules of a worktree, and theirs, each at the commit that the base names. git does not by itself.
*
* They come out of the repositories that the working copy has, as worktrees of those: nothing is cloned. A commit they lack is
* fetched. A submodule that is not checked out here is not there either; for one that cannot be had, the log gets a note.
*
* @param made gets each as soon as it is there, outer ones first: for whoever removes them, whatever happens next
*/
function checkOutSubmodules(outer, made, log) {
	for (const { path, commit } of submodulesOf(outer.there)) {
		const inner = {
			here: join(outer.here, path),
			there: join(outer.there, path)
		};
		if (existsSync(inner.here) && readdirSync(inner.here).length === 0) continue;
		try {
			checkOut(inner, commit);
		} catch (error) {
			if (!(error instanceof LayoutError)) throw error;
			const reason = error.message.replace(/[.\s]+$/, "");
			log(`note: the base is recorded without the submodule ${path} (${commit.slice(0, 10)}): ${reason}.\n`);
			continue;
		}
		made.push(inner);
		checkOutSubmodules(inner, made, log);
	}
}
function checkOut({ here, there }, commit) {
	if (!existsSync(join(here, ".git"))) throw new LayoutError("GIT_FAILED", "it is no submodule of the working copy");
	if (tryGit(here, [
		"cat-file",
		"-e",
		`${commit}^{commit}`
	]) === void 0) git(here, [
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"origin",
		commit
	]);
	git(here, [
		"worktree",
		"add",
		"--detach",
		"--quiet",
		there,
		commit
	]);
}
/** Removes a worktree that {@link checkOutSubmodules} made. What cannot be removed is left to git's own tidying. */
function removeSubmodule({ here, there }) {
	tryGit(here, [
		"worktree",
		"remove",
		"--force",
		there
	]);
}
function submodulesOf(worktree) {
	return git(worktree, [
		"ls-files",
		"--stage",
		"-z"
	]).split("\0").flatMap((line) => {
		const [, commit, path] = /^160000 (\S+) \d\t([^]+)$/.exec(line) ?? [];
		return commit === void 0 || path === void 0 ? [] : [{
			path,
			commit
		}];
	});
}
// src/compare/record-base.ts
/** How a base is recorded where nothing else is said. */
var RECORD_COMMAND = "npx --no-install vitest run --reporter=layout";
/**
* Checks a commit out beside the repository, with its submodules, records it and gives the folder. Branches, index and files
* of the repository stay as they are. Installed packages are shared by links, those of the repository itself are the base's;
* where that may not do, the log says so in a line that begins with `note: `.
*
* @throws LayoutError `GIT_FAILED`, `BASE_UNKNOWN`, `BASE_NOT_RECORDED`
*/
function recordBase(options) {
	const { cwd, ref, command = RECORD_COMMAND, env, log } = options;
	const top = realpathSync(git(cwd, ["rev-parse", "--show-toplevel"]));
	const commit = resolveCommit(cwd, ref);
	const inside = relative(top, realpathSync(cwd));
	const tree = join(mkdtempSync(join(tmpdir(), "vitest-layout-base-")), "tree");
	const submodules = [];
	const dispose = () => {
		for (const submodule of submodules.toReversed()) removeSubmodule(submodule);
		tryGit(top, [
			"worktree",
			"remove",
			"--force",
			tree
		]);
		rmSync(join(tree, ".."), {
			recursive: true,
			force: true
		});
	};
	try {
		git(top, [
			"worktree",
			"add",
			"--detach",
			"--quiet",
			tree,
			commit
		]);
		const repository = {
			here: top,
			there: tree
		};
		checkOutSubmodules(repository, submodules, log);
		const folder = join(tree, inside);
		if (!existsSync(folder)) throw new LayoutError("BASE_NOT_RECORDED", `${ref} (${commit.slice(0, 10)}) has no folder ${inside}.`);
		linkPackages([repository, ...submodules], inside, log);
		const result = spawnSync(command, {
			cwd: folder,
			shell: true,
			env: cleanEnvironment(env),
			encoding: "utf8",
			maxBuffer: 268435456
		});
		log(`${result.stdout}${result.stderr}`);
		if (!existsSync(join(folder, ".vitest/layout", "recording.sdn"))) throw new LayoutError("BASE_NOT_RECORDED", `\`${command}\` ended with status ${String(result.status)} and left no ${DEFAULT_FOLDER}/recording.sdn for ${ref} (${commit.slice(0, 10)}).`, { hint: "If the base has no layout plugin yet, there is nothing to compare with; else give the command with --record." });
		return {
			folder,
			commit,
			dispose
		};
	} catch (error) {
		dispose();
		throw error;
	}
}
function resolveCommit(cwd, ref) {
	const commit = tryGit(cwd, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${ref}^{commit}`
	]);
	if (commit !== void 0) return commit;
	throw new LayoutError("BASE_UNKNOWN", `git knows no commit ${JSON.stringify(ref)}.`, { hint: "Fetch it first; in CI, checkout with the whole history (fetch-depth: 0)." });
}
/** The base's Vitest must not take itself for a worker of this one, nor report to the CI system. */
function cleanEnvironment(env) {
	return Object.fromEntries(Object.entries(env).filter(([key]) => !/^(VITEST|TEST$|NODE_ENV$|GITHUB_STEP_SUMMARY$|GITHUB_ACTIONS$|GITHUB_OUTPUT$)/.test(key)));
}
// src/compare/spread.ts
/** Median, least and most of at least one number. */
function spreadOf(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return {
		median: sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
		least: sorted[0],
		most: sorted.at(-1),
		runs: sorted.length
	};
}
/** Microseconds that a recording's start-up functions took themselves. */
function startupTime(recording) {
	return recording.functions.reduce((sum, { isStartupPath, selfUs }) => sum + (isStartupPath ? selfUs : 0), 0);
}
// src/project/project-context.ts
/** What other build tools ask about a project's layout. */
var ProjectContext = class ProjectContext {
	root;
	#config;
	constructor(root, config) {
		this.root = root;
		this.#config = config;
	}
	/**
	* Reads the configuration in a project's root (`layout.sdn`, `layout.yaml` or `layout.yml`); without one everything is default.
	*
	* @throws LayoutError when there are several, or the one there is has a mistake.
	*/
	static load(root) {
		const file = findLayoutFile(root);
		return new ProjectContext(root, file === void 0 ? LayoutConfig.EMPTY : LayoutConfig.fromFile(file));
	}
	layoutConfig() {
		return this.#config;
	}
	/** The phase of a function: annotation pin, override, annotation, recorded, pattern, default. */
	layoutPhase(functionName, hint) {
		return this.#config.phaseOf(functionName, hint);
	}
	isLayoutAnchor(functionName, hint) {
		return this.#config.isAnchor(functionName, hint);
	}
};
// src/cli/compare/options.ts
/** By this a comment is found again and replaced, so that a pull request has one. */
var COMMENT_MARKER = "<!-- vitest-layout -->";
var FORMATS = [
	"text",
	"markdown",
	"json",
	"github"
];
/** @throws LayoutError `USAGE` */
function formatOf(text) {
	const found = FORMATS.find((format) => format === (text ?? "text"));
	if (found !== void 0) return found;
	throw usage(`unknown format ${JSON.stringify(text)}, expected one of ${FORMATS.join(", ")}.`);
}
/**
* A whole number of at least 0, or `undefined` for an option that was not given.
*
* @throws LayoutError `USAGE`
*/
function countOf(text, option) {
	if (text === void 0) return void 0;
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw usage(`${option} is ${JSON.stringify(text)}, expected a whole number, 0 or more.`);
}
function usage(message) {
	return new LayoutError("USAGE", message, { hint: "See --help." });
}
/** The configuration of the project, or of the file that was named. */
function configOf(file, io) {
	return file === void 0 ? ProjectContext.load(io.cwd).layoutConfig() : LayoutConfig.fromFile(resolve(io.cwd, file));
}
/**
* Makes sure that a comparison is not written over what it reads: recordings, the layouts beside them, the configuration.
*
* @param output file; `undefined` or `-` for standard output
* @param recordings as they were named; what was not named may be undefined
* @throws LayoutError `OVERWRITE`
*/
function refuseInputs(output, recordings, config, io) {
	if (output === void 0 || output === "-") return;
	const read = recordings.flatMap((path) => {
		if (path === void 0) return [];
		const file = recordingFile(resolve(io.cwd, path));
		return [file, join(dirname(file), "layout.sdn")];
	});
	if (config.sourcePath !== void 0) read.push(resolve(io.cwd, config.sourcePath));
	refuseOverwrite([resolve(io.cwd, output)], read);
}
/** What people call a path: relative to where they stand. */
function labelOf(path, io) {
	const short = relative(io.cwd, path);
	return short === "" ? "." : short;
}
/** Links to lines on GitHub, where the environment of a workflow names the place. */
function linksOf(io) {
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_WORKSPACE: workspace } = io.env;
	if (server === void 0 || repository === void 0 || sha === void 0) return {};
	const link = githubLink({
		server,
		repository,
		sha
	});
	const folder = folderIn(workspace, io.cwd);
	return { link: (source) => link({
		...source,
		module: `${folder}${source.module}`
	}) };
}
/** `packages/app/` for a project that is not at the root of the repository; `''` else. */
function folderIn(workspace, cwd) {
	if (workspace === void 0) return "";
	try {
		const path = relative(realpathSync(workspace), realpathSync(cwd)).replaceAll("\\", "/");
		return path === "" || path.startsWith("..") ? "" : `${path}/`;
	} catch {
		return "";
	}
}
// src/cli/compare/print.ts
/** What a job summary on GitHub can hold, and a little less. */
var SUMMARY_LENGTH = 1e6;
/** Writes a document in the chosen format to standard output or a file. */
function print(document, { format, output, all, data }, io) {
	const isPrinted = output === void 0 || output === "-";
	const text = {
		text: () => renderText(document, {
			all,
			paint: isPrinted ? paintFor(io.stdout, io.env) : paintFor({}, {})
		}),
		markdown: () => renderMarkdown(document, linksOf(io)),
		github: () => renderMarkdown(document, {
			...linksOf(io),
			marker: COMMENT_MARKER
		}),
		json: () => `${printableJson(data)}\n`
	}[format]();
	if (isPrinted) io.stdout.write(text);
	else writeFileAtomic(resolve(io.cwd, output), text);
}
/** JSON whose strings hold no character that steers a terminal: the escapes are JSON's own, programs read the same data. */
function printableJson(data) {
	return JSON.stringify(data, null, 1).split("\n").map(visible).join("\n");
}
/** Adds a document to the summary of the job, where there is one; the answer stands, whether that can be written or not. */
function addToJobSummary(document, io) {
	const file = io.env["GITHUB_STEP_SUMMARY"];
	if (file === void 0 || file === "") return;
	const text = `${renderMarkdown(document, {
		...linksOf(io),
		maxLength: SUMMARY_LENGTH
	})}\n`;
	try {
		appendFileSync(file, text);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		io.stderr.write(`warning: the summary of the job was not written: ${reason}. Check GITHUB_STEP_SUMMARY.\n`);
	}
}
// src/cli/compare/sides.ts
/**
* Opens the head: what was named, or what the reporter left in this project.
*
* Without a configuration file, settings may stand in `vitest.config.ts`, which only a run of Vitest knows: what the reporter
* made of them counts then.
*/
function openHead(path, config, io) {
	const file = recordingFile(resolve(io.cwd, path ?? ".vitest/layout"));
	return openRecording(file, {
		label: path === void 0 ? "this recording" : labelOf(file, io),
		config,
		preferArtefact: config.sourcePath === void 0
	});
}
/**
* Opens the base: a file with the phases it was laid out with, or a commit, recorded beside the repository with the
* configuration it had.
*/
function openBase({ path, ref, command, rounds = 0 }, config, io) {
	if (path !== void 0) {
		const file = recordingFile(resolve(io.cwd, path));
		return {
			side: openRecording(file, {
				label: labelOf(file, io),
				config,
				preferArtefact: true
			}),
			times: void 0
		};
	}
	if (ref === void 0) throw new LayoutError("USAGE", "there is no base.", { hint: "See --help." });
	io.stderr.write(`recording ${ref} in a git worktree\n`);
	const printed = [];
	const base = (() => {
		try {
			return recordBase({
				cwd: io.cwd,
				ref,
				env: io.env,
				log: (text) => {
					if (text.startsWith("note: ")) io.stderr.write(text);
					else printed.push(text);
				},
				...command !== void 0 && { command }
			});
		} catch (error) {
			io.stderr.write(printed.join("").slice(-8e3));
			throw error;
		}
	})();
	try {
		const short = base.commit.slice(0, 10);
		const label = base.commit.startsWith(ref) ? short : `${ref} (${short})`;
		const own = ProjectContext.load(base.folder).layoutConfig();
		return {
			side: openRecording(base.folder, {
				label,
				config: own,
				preferArtefact: own.sourcePath === void 0
			}),
			times: rounds > 0 ? measure(base.folder, command ?? "npx --no-install vitest run --reporter=layout", rounds, io) : void 0
		};
	} finally {
		base.dispose();
	}
}
/** Records both sides in turns: what else the machine does falls on both alike. */
function measure(baseFolder, command, rounds, io) {
	const run = (folder) => {
		const env = Object.fromEntries(Object.entries(io.env).filter(([key]) => !/^(VITEST|TEST$|NODE_ENV$|GITHUB_)/.test(key)));
		spawnSync(command, {
			cwd: folder,
			shell: true,
			env,
			stdio: "ignore"
		});
		return startupTime(readRecordingFile(recordingFile(folder)));
	};
	const base = [];
	const head = [];
	for (let round = 0; round < rounds; round++) {
		base.push(run(baseFolder));
		head.push(run(io.cwd));
	}
	return [{
		what: "start-up functions, own time",
		base: spreadOf(base),
		head: spreadOf(head)
	}];
}
// src/cli/commands/check.ts
var command = {
	help: `vitest-layout check [RECORDING] [OPTIONS]

Holds a layout against its budgets, and against a base. Counts decide, never times.

  RECORDING                default: what the reporter left in this project (.vitest/layout)
  --max-startup-pages N    pages that start-up may take, beside the budgets of layout.sdn
  --baseline FILE          compare with this recording.sdn or layout.sdn
  --base REF               or: record this commit in a git worktree and compare with it
  --record COMMAND         how to record it; default: ${RECORD_COMMAND}
  --max-growth N           pages by which start-up may grow over the base
  --acknowledge NAME=WHY   a function that may come into start-up (* for any characters); again for more;
                           also the table \`acknowledged |function, reason|\` of layout.sdn
  --warn N, --danger N     start-up pages from which on to warn
  --fail-on-danger         what --danger finds fails too
  --format FORMAT          text (default), markdown, json or github
  --output FILE            write there instead of to standard output (-)
  --all                    fold nothing (text)
  --config FILE            default: layout.sdn or layout.yaml in this folder

On GitHub (GITHUB_ACTIONS) findings are annotations as well, and $GITHUB_STEP_SUMMARY gets the whole.

Exit status: 0 within the limits, 1 over one of them, 2 could not tell (incomplete, empty or unreadable recording).

Example:
  vitest-layout check --max-startup-pages 8 --base origin/main --max-growth 1
`,
	async run(args, io) {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: {
				"max-startup-pages": { type: "string" },
				"max-growth": { type: "string" },
				baseline: { type: "string" },
				base: { type: "string" },
				record: { type: "string" },
				acknowledge: {
					type: "string",
					multiple: true,
					default: []
				},
				warn: { type: "string" },
				danger: { type: "string" },
				"fail-on-danger": {
					type: "boolean",
					default: false
				},
				format: { type: "string" },
				output: { type: "string" },
				all: {
					type: "boolean",
					default: false
				},
				config: { type: "string" }
			}
		});
		const format = formatOf(values.format);
		if (positionals.length > 1) throw usage(`expected at most one recording, found ${positionals.length}.`);
		if (values.base !== void 0 && values.baseline !== void 0) throw usage("--base and --baseline exclude each other.");
		const hasBase = values.base !== void 0 || values.baseline !== void 0;
		const maxGrowth = countOf(values["max-growth"], "--max-growth");
		const maxStartupPages = countOf(values["max-startup-pages"], "--max-startup-pages");
		if (maxGrowth !== void 0 && !hasBase) throw usage("--max-growth needs --base or --baseline.");
		const warn = countOf(values.warn, "--warn");
		const danger = countOf(values.danger, "--danger");
		if (values["fail-on-danger"] && danger === void 0) throw usage("--fail-on-danger needs --danger.");
		const acknowledged = values.acknowledge.map(acknowledgement);
		const config = configOf(values.config, io);
		refuseInputs(values.output, [positionals[0] ?? ".vitest/layout", values.baseline], config, io);
		const head = openHead(positionals[0], config, io);
		const base = hasBase ? openBase({
			path: values.baseline,
			ref: values.base,
			command: values.record
		}, config, io).side : void 0;
		const result = checkLayout(head, {
			...base && { base },
			...maxStartupPages !== void 0 && { maxStartupPages },
			...maxGrowth !== void 0 && { maxGrowth },
			acknowledged: [...config.acknowledged, ...acknowledged],
			thresholds: {
				warn,
				danger
			},
			failOnDanger: values["fail-on-danger"]
		});
		const document = describeCheck(result);
		print(document, {
			format,
			output: values.output,
			all: values.all,
			data: {
				version: 1,
				...result
			}
		}, io);
		if (io.env["GITHUB_ACTIONS"] === "true") {
			const folder = folderIn(io.env["GITHUB_WORKSPACE"], io.cwd);
			io.stdout.write(toWorkflowCommands(result.findings, folder).map((line) => `${line}\n`).join(""));
		}
		addToJobSummary(document, io);
		return result.status;
	}
};
function acknowledgement(text) {
	const at = text.indexOf("=");
	if (at <= 0 || at === text.length - 1) throw usage(`--acknowledge is ${JSON.stringify(text)}, expected NAME=WHY, for example "src/tour.ts:*=shown first".`);
	return {
		function: text.slice(0, at),
		reason: text.slice(at + 1)
	};
}
// src/action/event.ts
/** Reads the event's file; `undefined` when it is not about a pull request. */
function readPullRequest(path) {
	if (path === void 0) return void 0;
	let event;
	try {
		event = JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return;
	}
	const request = field(event, "pull_request");
	const number = field(request, "number");
	const baseSha = field(field(request, "base"), "sha");
	const headSha = field(field(request, "head"), "sha");
	return typeof number === "number" && typeof baseSha === "string" && typeof headSha === "string" ? {
		number,
		baseSha,
		headSha
	} : void 0;
}
function field(value, name) {
	return typeof value === "object" && value !== null ? value[name] : void 0;
}
// src/action/inputs.ts
/**
* Reads inputs as runners give them: `INPUT_` and the name in capitals, blanks as `_`; an input left out is empty.
*
* @throws LayoutError `ACTION_INPUT`
*/
function readInputs(env) {
	const get = (name) => {
		const value = env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`]?.trim();
		return value === void 0 || value === "" ? void 0 : value;
	};
	const flag = (name) => {
		const value = get(name) ?? "true";
		if (/^true$/i.test(value)) return true;
		if (/^false$/i.test(value)) return false;
		throw new LayoutError("ACTION_INPUT", `the input ${name} is ${JSON.stringify(value)}, expected true or false.`);
	};
	const commentKey = get("comment-key") ?? "";
	if (!/^[\w./-]*$/.test(commentKey) || commentKey.includes("--")) throw new LayoutError("ACTION_INPUT", `the input comment-key is ${JSON.stringify(commentKey)}, expected letters, digits, and single . _ / - only.`);
	return {
		recording: get("recording"),
		baseline: get("baseline"),
		base: get("base"),
		record: get("record"),
		maxStartupPages: get("max-startup-pages"),
		maxGrowth: get("max-growth"),
		workingDirectory: get("working-directory") ?? ".",
		token: get("token"),
		comment: flag("comment"),
		commentKey,
		fail: flag("fail")
	};
}
// src/action/sticky-comment.ts
var PAGE_LENGTH = 100;
/** Comments beyond these are not looked at: a pull request of that length gets a second comment at worst. */
var MAX_PAGES = 30;
var TIMEOUT_MS = 3e4;
/** Writes the one comment of a pull request, or replaces it. A server that refuses is a result, not an error. */
async function writeStickyComment(target, body) {
	const comments = `${target.api}/repos/${target.repository}/issues/${target.number}/comments`;
	try {
		const own = await findComment(target, comments);
		if (own === void 0) {
			await request(target, "POST", comments, { body });
			return { done: "created" };
		}
		if (own.body?.replaceAll("\r\n", "\n").trim() === body.trim()) return { done: "unchanged" };
		await request(target, "PATCH", `${target.api}/repos/${target.repository}/issues/comments/${own.id}`, { body });
		return { done: "updated" };
	} catch (error) {
		return {
			done: "refused",
			reason: error instanceof Error ? error.message : String(error)
		};
	}
}
async function findComment(target, address) {
	for (let page = 1; page <= MAX_PAGES; page++) {
		const comments = await request(target, "GET", `${address}?per_page=${PAGE_LENGTH}&page=${page}`);
		const own = comments.find(({ body, user }) => body?.startsWith(target.marker) === true && user?.type === "Bot");
		if (own !== void 0 || comments.length < PAGE_LENGTH) return own;
	}
}
async function request(target, method, address, data) {
	const response = await fetch(address, {
		method,
		headers: {
			accept: "application/vnd.github+json",
			authorization: `Bearer ${target.token}`,
			"content-type": "application/json",
			"user-agent": "vitest-layout",
			"x-github-api-version": "2022-11-28"
		},
		signal: AbortSignal.timeout(TIMEOUT_MS),
		...data !== void 0 && { body: JSON.stringify(data) }
	});
	if (!response.ok) throw new Error(`${method} ${new URL(address).pathname} answered ${response.status}`);
	return await response.json();
}
// src/action/run-action.ts
/**
* The action: checks the layout, comments on the pull request, sets outputs.
*
* @returns the exit status: that of `check`, or 0 where the workflow asked not to fail on a limit
* @throws LayoutError as `check` does
*/
async function runAction(io) {
	let status = 2;
	try {
		const inputs = readInputs(io.env);
		status = await checkAndComment(inputs, io);
		return status === 1 && !inputs.fail ? 0 : status;
	} finally {
		setOutput(io, "status", String(status));
	}
}
/** @returns the exit status of `check` */
async function checkAndComment(inputs, io) {
	const pullRequest = readPullRequest(io.env["GITHUB_EVENT_PATH"]);
	const folder = mkdtempSync(join(io.env["RUNNER_TEMP"] ?? tmpdir(), "vitest-layout-"));
	try {
		const file = join(folder, "comment.md");
		const env = pullRequest === void 0 ? io.env : {
			...io.env,
			GITHUB_SHA: pullRequest.headSha
		};
		const cwd = resolve(io.cwd, inputs.workingDirectory);
		const status = await command.run(checkArguments(inputs, pullRequest, file), {
			...io,
			env,
			cwd
		});
		const markdown = withKey(readFileSync(file, "utf8"), inputs.commentKey);
		await publish(markdown, inputs, pullRequest, io);
		setOutput(io, "markdown", markdown);
		return status;
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
function checkArguments(inputs, pullRequest, file) {
	const args = [
		"--format",
		"github",
		"--output",
		file
	];
	const base = inputs.base ?? (inputs.baseline === void 0 ? pullRequest?.baseSha : void 0);
	const add = (option, value) => {
		if (value !== void 0) args.push(`${option}=${value}`);
	};
	add("--baseline", inputs.baseline);
	add("--base", base);
	add("--record", inputs.record);
	add("--max-startup-pages", inputs.maxStartupPages);
	if (inputs.baseline !== void 0 || base !== void 0) add("--max-growth", inputs.maxGrowth);
	if (inputs.recording !== void 0) args.push("--", inputs.recording);
	return args;
}
async function publish(markdown, { comment, token, commentKey }, pullRequest, io) {
	const repository = io.env["GITHUB_REPOSITORY"];
	if (comment && pullRequest !== void 0 && token !== void 0 && repository !== void 0) {
		const result = await writeStickyComment({
			api: io.env["GITHUB_API_URL"] ?? "https://api.github.com",
			repository,
			number: pullRequest.number,
			token,
			marker: markerOf(commentKey)
		}, markdown);
		if (result.done !== "refused") {
			io.stdout.write(`comment ${result.done}\n`);
			return;
		}
		io.stdout.write(`no comment was written (${result.reason}); a pull request from a fork may not. It would be:\n\n`);
	}
	io.stdout.write(stopCommands(markdown));
}
function markerOf(key) {
	return key === "" ? COMMENT_MARKER : `<!-- vitest-layout ${key} -->`;
}
function withKey(markdown, key) {
	return `${markerOf(key)}${markdown.slice(COMMENT_MARKER.length)}`.slice(0, COMMENT_LENGTH);
}
/** Text that may hold anything must not give the runner commands. */
function stopCommands(text) {
	const word = randomUUID();
	return `::stop-commands::${word}\n${text}\n::${word}::\n`;
}
function setOutput(io, name, value) {
	const file = io.env["GITHUB_OUTPUT"];
	if (file === void 0 || file === "") return;
	const end = randomUUID();
	appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}
// src/action/main.ts
try {
	process$1.exitCode = await runAction({
		stdin: process$1.stdin,
		stdout: process$1.stdout,
		stderr: process$1.stderr,
		cwd: process$1.env["GITHUB_WORKSPACE"] ?? process$1.cwd(),
		env: process$1.env
	});
} catch (error) {
	const message = error instanceof Error ? error.message : String(error);
	process$1.stdout.write(`::error title=Code layout::${message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}\n`);
	process$1.exitCode = 2;
}
export {};
