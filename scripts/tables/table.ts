/** A Markdown table. Cells may hold anything that Markdown takes in one line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`.replaceAll(/ {2,}/g, " ");
  return [line(head), `|${" :-- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}

export function code(text: string): string {
  return `\`${text}\``;
}
