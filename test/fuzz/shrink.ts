/** The text with as many lines taken out as the fault survives, then as many characters; bounded in its tries. */
export function shrink(text: string, stillFails: (text: string) => boolean, tries = 2000): string {
  const left = { tries };
  const byLines = shrinkParts(text.split(/(?<=\n)/), (lines) => stillFails(lines.join("")), left).join("");
  return shrinkParts([...byLines], (characters) => stillFails(characters.join("")), left).join("");
}

function shrinkParts(
  parts: string[],
  fails: (parts: string[]) => boolean,
  left: { tries: number },
): string[] {
  let kept = parts;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && left.tries > 0; left.tries--) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (fails(fewer)) kept = fewer;
      else at += size;
    }
  }
  return kept;
}
