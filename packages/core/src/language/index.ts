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
export { hover } from "./hover.ts";
export { definition, documentHighlights, references } from "./navigate.ts";
export { prepareRename, type RenamePlace, type RenameRefusal, rename } from "./rename.ts";
