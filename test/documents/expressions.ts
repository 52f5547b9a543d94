// What `${{ … }}` becomes, by GitHub's own evaluator.
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

export type Contexts = Readonly<Record<string, unknown>>;

/** Fills the expressions of a text. @throws where one is wrong or names a context that is not given */
export function fillExpressions(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    const filled = JSON.parse(JSON.stringify(contexts), data.reviver);
    return new Evaluator(tree, filled).evaluate().coerceString();
  });
}
