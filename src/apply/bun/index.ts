export {
  FUNCTION_BYTES,
  mergeBunOrders,
  type BunContribution,
  type BunMerge,
  type BunMergeRule,
  type BunWorkload,
} from './merge-orders.ts'
export { parseBunOrder, writeBunOrder, type BunOrder } from './order-file.ts'
