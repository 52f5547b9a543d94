import { COMMANDS, EXIT_CODES } from "../../packages/cli/src/help.ts";
import { code, table } from "./table.ts";

/** The `app-platform` command, from its help. */
export function commandTables(): Record<string, string> {
  return {
    "command-line": Object.values(COMMANDS)
      .map(({ usage, summary, options, examples }) =>
        [
          `**\`app-platform ${usage}\`** ${summary}`,
          table(
            ["Option", ""],
            Object.entries(options).map(([name, text]) => [code(`--${name}`), text]),
          ),
          `\`\`\`sh\n${examples.join("\n")}\n\`\`\``,
        ].join("\n\n"),
      )
      .join("\n\n"),
    "exit-codes": table(["Exit code", ""], Object.entries(EXIT_CODES)),
  };
}
