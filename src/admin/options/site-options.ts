// Defines what an admin has besides its models: cards on the first page, and pages of a project's own.
import type { Request, Response } from "#http";
import type { Safe } from "#kernel";

/** One point of a chart. */
export interface ChartPoint {
  readonly label: string;
  readonly value: number;
  /** What a click on it leads to, such as a list with a filter. */
  readonly address?: string | undefined;
}

/** A cell of a table on a card: a text, a number, or a link. */
export type CardCell = string | number | null | { readonly text: string; readonly address: string };

interface CardBase {
  readonly title: string;
  /** Takes the place of two. */
  readonly wide?: boolean | undefined;
  /** Who sees it; everybody who may come in unless given. */
  readonly hasPermission?: ((request: Request) => boolean | Promise<boolean>) | undefined;
}

/** One number in large type. */
export interface NumberCard extends CardBase {
  readonly kind: "number";
  readonly read: (request: Request) => Promise<{
    readonly value: number | string;
    readonly note?: string | undefined;
    readonly address?: string | undefined;
  }>;
}

/** A chart. Bars for amounts, a line for what changes over time, a donut for parts of a whole. */
export interface ChartCard extends CardBase {
  readonly kind: "bars" | "line" | "donut";
  readonly read: (request: Request) => Promise<readonly ChartPoint[]>;
}

/** A small table. */
export interface TableCard extends CardBase {
  readonly kind: "table";
  readonly read: (request: Request) => Promise<{
    readonly columns: readonly string[];
    readonly rows: readonly (readonly CardCell[])[];
  }>;
}

/** A card of a dashboard. It is read at each visit; one that fails says so and leaves the others. */
export type DashboardCard = NumberCard | ChartCard | TableCard;

/** What a page of one's own shows: cards, HTML, and what its template reads. */
export interface OwnPageContent {
  readonly cards?: readonly DashboardCard[] | undefined;
  readonly body?: Safe | string | undefined;
  readonly [name: string]: unknown;
}

/** A page of one's own in the admin's frame, menu and palette. */
export interface OwnPage {
  /** In the address: `/admin/pages/<name>`. */
  readonly name: string;
  readonly title: string;
  /** The heading in the menu. @default "Pages" */
  readonly group?: string | undefined;
  /** Who sees it; everybody who may come in unless given. */
  readonly hasPermission?: ((request: Request) => boolean | Promise<boolean>) | undefined;
  /** A template that extends `admin/base_site.html`. @default "admin/page.html" */
  readonly template?: string | undefined;
  /** Answers GET and POST: with what the page shows, or with a response of its own. */
  readonly show: (request: Request) => OwnPageContent | Response | Promise<OwnPageContent | Response>;
}

/** What an admin has besides its models. */
export interface FrontOptions {
  /** Cards on the first page. */
  readonly dashboard?: readonly DashboardCard[] | undefined;
  readonly pages?: readonly OwnPage[] | undefined;
}
