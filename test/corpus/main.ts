// npm run corpus: what we find in real specs, beside what a linter found in them
import { CORPUS, compareCorpus, HAS_CORPUS, KINDS, reasonFor } from "./findings.ts";

if (HAS_CORPUS) print();
else {
  console.error(`There are no specs in ${CORPUS}. Name their folder's parent in APP_PLATFORM_SHARED.`);
  process.exitCode = 2;
}

function print(): void {
  const { diagnostics, findings } = compareCorpus();
  console.log("| the linter's kind | found | agree | differ | why |\n|---|--:|--:|--:|---|");
  for (const kind of [...new Set(findings.map((finding) => finding.kind))].sort()) {
    const same = findings.filter((finding) => finding.kind === kind);
    const other = same.filter(({ agrees }) => !agrees);
    const why = [...Map.groupBy(other, reasonFor)].map(([reason, places]) => {
      const shown = places.slice(0, 3).map(({ file, line }) => `${file.replace(".yaml", "")}:${line}`);
      return `${reason ?? "?"} (${shown.join(", ")}${places.length > shown.length ? " …" : ""})`;
    });
    console.log(
      `| ${kind} | ${same.length} | ${same.length - other.length} | ${other.length} | ${why.join("; ")} |`,
    );
  }

  const known = new Set(Object.values(KINDS).flatMap(({ codes }) => codes));
  console.log("\n| our code | severity | found | at lines of the list |\n|---|---|--:|--:|");
  const all = [...diagnostics].flatMap(([file, list]) =>
    list.map(({ code, severity, range }) => ({ file, code, severity, line: range.start.line + 1 })),
  );
  const lines = new Set(findings.map(({ file, line }) => `${file}:${line}`));
  for (const code of [...new Set(all.map((diagnostic) => diagnostic.code))].sort()) {
    const same = all.filter((diagnostic) => diagnostic.code === code);
    const listed = same.filter(({ file, line }) =>
      [-1, 0, 1].some((offset) => lines.has(`${file}:${line + offset}`)),
    );
    const severities = [...new Set(same.map(({ severity }) => severity))].join(", ");
    console.log(
      `| ${code}${known.has(code) ? "" : " (ours alone)"} | ${severities} | ${same.length} | ${listed.length} |`,
    );
  }
}
