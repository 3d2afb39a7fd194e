// Puts the files that instances hold into their storages, before the instances are written.
import { imageSize } from "#storage";
import type { FilePlace } from "../fields/field-definition.ts";
import type { Eventually } from "../query/run.ts";
import type { ModelRoot } from "./instance-state.ts";
import type { Properties } from "./instance-values.ts";
import type { Column, ModelMeta } from "./model-meta.ts";

/** A file as an instance holds it; the storage room's `StoredFile`. */
interface HeldFile {
  readonly name: string;
  readonly isSaved: boolean;
  read(): Promise<Uint8Array>;
  saveTo(storage: unknown, name: string, maxLength: number): Promise<void>;
}

const fileColumns = new WeakMap<ModelMeta, readonly Column[]>();

function columnsOf(meta: ModelMeta): readonly Column[] {
  let columns = fileColumns.get(meta);
  if (columns === undefined)
    fileColumns.set(meta, (columns = meta.columns.filter((column) => column.scalar.file !== undefined)));
  return columns;
}

/** Stores what is not stored yet of the instances' files. */
export function storeFiles(meta: ModelMeta, instances: readonly ModelRoot[]): Eventually<void> {
  const columns = columnsOf(meta);
  if (columns.length === 0) return undefined;
  const waiting = instances.flatMap((instance) =>
    columns.filter((column) => isWaiting(valueOf(instance, column))).map((column) => ({ instance, column })),
  );
  if (waiting.length === 0) return undefined;
  return (async () => {
    for (const { instance, column } of waiting) await store(instance, column);
  })();
}

function valueOf(instance: ModelRoot, column: Column): HeldFile | null | undefined {
  return (instance as unknown as Properties)[column.attribute] as HeldFile | null | undefined;
}

function isWaiting(file: HeldFile | null | undefined): file is HeldFile {
  return typeof file === "object" && file !== null && file.isSaved === false;
}

async function store(instance: ModelRoot, column: Column): Promise<void> {
  const file = valueOf(instance, column)!;
  const place = column.scalar.file!;
  await setSize(instance, file, place);
  const name =
    typeof place.uploadTo === "function" ? place.uploadTo(instance as never, file.name) : nameIn(place, file);
  await file.saveTo(place.storage(), name, place.maxLength);
}

function nameIn({ uploadTo }: FilePlace, file: HeldFile): string {
  const day = new Date().toISOString();
  const folder = String(uploadTo ?? "")
    .replace(/%Y/g, day.slice(0, 4))
    .replace(/%m/g, day.slice(5, 7))
    .replace(/%d/g, day.slice(8, 10))
    .replace(/^\/+|\/+$/g, "");
  return folder === "" ? file.name : `${folder}/${file.name}`;
}

async function setSize(instance: ModelRoot, file: HeldFile, place: FilePlace): Promise<void> {
  const { widthField, heightField } = place;
  if (widthField === undefined && heightField === undefined) return;
  const size = imageSize(await file.read());
  const properties = instance as unknown as Properties;
  if (widthField !== undefined) properties[widthField] = size?.width ?? null;
  if (heightField !== undefined) properties[heightField] = size?.height ?? null;
}
