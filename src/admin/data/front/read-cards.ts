// Reads the cards of a dashboard into plain data: numbers, tables, and charts with the lengths that are drawn.
import type { Request } from "#http";
import type { CardCell, ChartPoint, DashboardCard } from "../../options/site-options.ts";

/** A point of a chart as it is drawn; lengths are parts of 100. */
export interface DrawnPoint extends ChartPoint {
  readonly part: number;
  /** Of a donut: where its arc begins, in parts of 100. */
  readonly start: number;
  readonly tone: number;
}

/** A card as it is shown. */
export interface ShownCard {
  readonly title: string;
  readonly kind: DashboardCard["kind"];
  readonly isWide: boolean;
  readonly hasFailed: boolean;
  readonly value?: number | string | undefined;
  readonly note?: string | undefined;
  readonly address?: string | undefined;
  readonly points?: readonly DrawnPoint[] | undefined;
  /** Of a line: the points of its polyline, 600 wide and 140 high, and of the area under it. */
  readonly line?: string | undefined;
  readonly area?: string | undefined;
  readonly most?: number | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly rows?: readonly (readonly CardCell[])[] | undefined;
}

const tones = 6;
const width = 600;
const height = 140;

/** Reads the cards that a request may see, all at once. */
export async function readCards(
  cards: readonly DashboardCard[],
  request: Request,
  onError: (error: unknown, card: DashboardCard) => void,
): Promise<readonly ShownCard[]> {
  const seen = await Promise.all(cards.map(async (card) => (await card.hasPermission?.(request)) ?? true));
  return Promise.all(
    cards
      .filter((_, i) => seen[i])
      .map(async (card) => {
        const base = { title: card.title, kind: card.kind, isWide: card.wide === true };
        try {
          return { ...base, hasFailed: false, ...(await contentOf(card, request)) };
        } catch (error) {
          onError(error, card);
          return { ...base, hasFailed: true };
        }
      }),
  );
}

async function contentOf(card: DashboardCard, request: Request): Promise<Partial<ShownCard>> {
  if (card.kind === "number" || card.kind === "table") return card.read(request);
  const points = (await card.read(request)).map((point) => ({ ...point, value: finite(point.value) }));
  const most = Math.max(0, ...points.map(({ value }) => value));
  if (card.kind === "line") return { points: drawn(points, most), most, ...lineOf(points, most) };
  const whole = card.kind === "donut" ? points.reduce((sum, { value }) => sum + Math.max(0, value), 0) : most;
  return { points: drawn(points, whole), most };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function drawn(points: readonly ChartPoint[], whole: number): readonly DrawnPoint[] {
  let start = 0;
  return points.map((point, i) => {
    const part = whole <= 0 ? 0 : round((100 * Math.max(0, point.value)) / whole);
    const at = start;
    start = round(start + part);
    return { ...point, part, start: at, tone: i % tones };
  });
}

function lineOf(points: readonly ChartPoint[], most: number): { readonly line: string; readonly area: string } {
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  const places = points.map(({ value }, i) => {
    const y = most <= 0 ? height : height - (Math.max(0, value) / most) * (height - 8);
    return `${round(i * step)},${round(y)}`;
  });
  if (places.length === 1) places.push(`${width},${places[0]!.split(",")[1]}`);
  const line = places.join(" ");
  return { line, area: line === "" ? "" : `0,${height} ${line} ${width},${height}` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
