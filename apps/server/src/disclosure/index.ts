export { type GateCell, type GateColumn, gate, mayShow } from "./gate.ts";
export { checkLedgers, type Decision, type Definition, type EarlierTable, letOut } from "./ledger.ts";
export { policyInForce } from "./policy.ts";
export { allPaid, keepAnswer, millionths, type Paid, paidFor, payFor, queryOf } from "./privacy-budget.ts";
export { disclosure } from "./routes.ts";
