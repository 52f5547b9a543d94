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
