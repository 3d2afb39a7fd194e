export function writeProject(
  name: string,
  o: { inside: string; isGrown: boolean },
): { folder: string; files: string[] } {
  return { folder: name, files: [] };
}
