// Groups the frames of a stack for reading: the user's own one by one, runs of others folded together.
import type { ReportedFrame } from "../report/debug-report.ts";

/** One of the user's own frames, or a run of others. */
export interface FrameGroup {
  readonly own: ReportedFrame | undefined;
  readonly folded: readonly ReportedFrame[];
  /** `12 frames of Node and Demijohn`; empty for an own frame. */
  readonly title: string;
}

/**
 * Groups frames in the order of the stack, but for those above the user's first: they come right after it, as what it
 * called.
 */
export function groupFrames(frames: readonly ReportedFrame[]): readonly FrameGroup[] {
  const groups: FrameGroup[] = [];
  for (let i = 0; i < frames.length; ) {
    const frame = frames[i]!;
    if (frame.origin === "own") {
      groups.push({ own: frame, folded: [], title: "" });
      i++;
      continue;
    }
    let end = i;
    while (end < frames.length && frames[end]!.origin !== "own") end++;
    const folded = frames.slice(i, end);
    groups.push({ own: undefined, folded, title: foldedTitle(folded) });
    i = end;
  }
  const [first, second, ...rest] = groups;
  if (first === undefined || second === undefined || first.own !== undefined) return groups;
  return [second, { ...first, title: `called ${first.title}` }, ...rest];
}

function foldedTitle(frames: readonly ReportedFrame[]): string {
  const owners = [...new Set(frames.map(({ owner }) => owner))];
  const shown = owners.length > 4 ? [...owners.slice(0, 3), `${owners.length - 3} more`] : owners;
  const names = shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0];
  return `${frames.length} ${frames.length === 1 ? "frame" : "frames"} of ${names}`;
}
