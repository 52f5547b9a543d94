export type { Fault, FaultKind } from "./server/faults.ts";
export type { LoggedRequest } from "./server/request-log.ts";
export { ALL_SCOPES, type TokenOptions } from "./server/tokens.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";
