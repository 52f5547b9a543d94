// The YAML extension's language server with our JSON schema, set up as an editor does it.
import { TextDocument } from "vscode-languageserver-textdocument";
import { getLanguageService, type LanguageService } from "yaml-language-server";
import { appSpecJsonSchema } from "../../packages/core/src/spec/json-schema.ts";

export function languageServer(): LanguageService {
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`${uri} is not to be fetched.`)),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  service.configure({
    validate: true,
    completion: true,
    hover: true,
    customTags: [],
    schemas: [
      { uri: "file:///app-spec.json", fileMatch: ["*.yaml"], schema: appSpecJsonSchema({ draft: "07" }) },
    ],
  });
  return service;
}

let version = 0;

/** A new version of the document that the schema is for. */
export function documentOf(text: string): TextDocument {
  return TextDocument.create("file:///app.yaml", "yaml", ++version, text);
}
