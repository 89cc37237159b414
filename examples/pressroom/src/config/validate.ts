import { UserError } from '../cli/failure.ts'
import type { Config, NavigationItem } from './schema.ts'

type Check = (value: unknown, key: string) => void

const CHECKS: Record<string, Check> = {
  root: expectString,
  title: expectString,
  baseUrl: expectUrl,
  outDir: expectString,
  drafts: expectBoolean,
  pageSize: expectPositive,
  dateFormat: expectDateFormat,
  navigation: expectNavigation,
  port: expectPort,
  requests: expectPositive,
}

export function validateConfig(values: Record<string, unknown>): Config {
  for (const key of Object.keys(values)) {
    const check = CHECKS[key]
    if (check === undefined) throw new UserError(`unknown setting ${key}.`, `Known: ${Object.keys(CHECKS).join(', ')}.`)
    check(values[key], key)
  }
  return { ...values, baseUrl: withSlash(values['baseUrl'] as string) } as unknown as Config
}

function expectString(value: unknown, key: string): void {
  if (typeof value !== 'string' || value === '') throw wrong(key, 'a text', value)
}

function expectBoolean(value: unknown, key: string): void {
  if (typeof value !== 'boolean') throw wrong(key, 'true or false', value)
}

function expectPositive(value: unknown, key: string): void {
  if (typeof value !== 'number' || !(value > 0)) throw wrong(key, 'a number above 0', value)
}

function expectPort(value: unknown, key: string): void {
  if (typeof value !== 'number' || !(value >= 0 && value < 65_536)) throw wrong(key, 'a port', value)
}

function expectUrl(value: unknown, key: string): void {
  expectString(value, key)
  if (!/^(https?:\/\/|\/)/.test(value as string)) throw wrong(key, 'a URL or a path', value)
}

function expectDateFormat(value: unknown, key: string): void {
  if (value !== 'iso' && value !== 'long') throw wrong(key, 'iso or long', value)
}

function expectNavigation(value: unknown, key: string): void {
  if (!Array.isArray(value) || !value.every(isNavigationItem)) throw wrong(key, 'a list of label and href', value)
}

function isNavigationItem(item: unknown): item is NavigationItem {
  return typeof item === 'object' && item !== null && 'label' in item && 'href' in item
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

function wrong(key: string, expected: string, value: unknown): UserError {
  return new UserError(`${key} must be ${expected}, not ${JSON.stringify(value)}.`)
}
