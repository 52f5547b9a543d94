export { type CodeActionKinds, codeActions, DIAGNOSTIC_SOURCE, editorDiagnostic } from "./actions.ts";
export { complete } from "./complete.ts";
export { completionNeeds } from "./completion-needs.ts";
export type {
  AccountValues,
  ClusterValues,
  ImageValues,
  LanguageContext,
  Need,
  Provider,
  RepositoryValues,
  VpcValues,
} from "./context.ts";
export { foldingRanges } from "./folding.ts";
export { hover, type MarkdownHover } from "./hover.ts";
export { type CostLens, codeLenses, type LensData } from "./lenses.ts";
export { documentLinks } from "./links.ts";
export { definition, documentHighlights, references } from "./navigate.ts";
export { prepareRename, type RenamePlace, type RenameRefusal, rename } from "./rename.ts";
export { selectionRanges } from "./selection.ts";
export { documentSymbols } from "./symbols.ts";
