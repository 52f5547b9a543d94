export type { Fault, FaultKind } from "./server/faults.ts";
export type { LoggedRequest } from "./server/server.ts";
export { ALL_SCOPES, type TokenOptions } from "./server/tokens.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";
