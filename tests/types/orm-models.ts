// Asserts the types of models that extend others: fields, lookups, rows and what create takes.
import { type AnyInstance, f, Model, QuerySet } from "#orm";
import { MemoryStorage, type StoredFile, upload } from "#storage";

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
function is<_A, _B>(_same: Same<_A, _B>): void {}

class Town extends Model("typesm.Town", () => Town, {
  name: f.char(),
  places: f.reverse(() => Place, "town"),
}) {}
class Place extends Model("typesm.Place", () => Place, {
  name: f.char(),
  town: f.foreignKey(() => Town, { relatedName: "places" }),
  restaurant: f.reverseOne(() => Restaurant, "placePtr"),
}) {
  get label() {
    return this.name;
  }
}
class Restaurant extends Model(
  "typesm.Restaurant",
  () => Restaurant,
  { pizza: f.boolean({ default: false }), wine: f.char({ null: true }) },
  { parent: Place, ordering: ["name", "-pizza"] },
) {
  override get label() {
    return `${super.label}!`;
  }
}
class Bistro extends Model("typesm.Bistro", () => Bistro, { seats: f.integer() }, { parent: Restaurant }) {}
class Proxy extends Model("typesm.Proxy", () => Proxy, {}, { parent: Place, proxy: true }) {}

/** Never called: what matters is that it compiles. */
export async function checks(): Promise<void> {
  const bistro = await Bistro.objects.get({ name: "x", pizza: true, seats__gt: 3, town__name__icontains: "y" });
  is<typeof bistro, Bistro>(true);
  is<typeof bistro.name, string>(true);
  is<typeof bistro.pizza, boolean>(true);
  is<typeof bistro.seats, number>(true);
  is<typeof bistro.townId, number>(true);
  is<typeof bistro.pk, number>(true);
  is<typeof bistro.label, string>(true);
  const place: Place = bistro;
  const restaurant: Restaurant = bistro;
  await place.restaurant;
  await restaurant.save({ updateFields: ["name", "pizza"] });
  const [row] = await Bistro.objects.values("name", "wine", "town__name", "seats");
  is<NonNullable<typeof row>, { name: string; wine: string | null; town__name: string; seats: number }>(true);
  const loaded = await Place.objects.selectRelated("restaurant").get({ restaurant__pizza: true });
  loaded.restaurant?.pizza.valueOf();
  const town = await Bistro.objects.selectRelated("town").get();
  town.town.name.toUpperCase();
  await Bistro.objects.create({ name: "x", town: 1, seats: 3 });
  await Town.objects.filter({ places__restaurant__wine: null });
  const proxy = await Proxy.objects.get({ name: "x" });
  is<typeof proxy.town, Town | Promise<Town>>(true);

  // @ts-expect-error the parent's field is required
  await Bistro.objects.create({ town: 1, seats: 3 });
  // @ts-expect-error a field of the child is none of the parent
  await Place.objects.filter({ seats: 3 });
  // @ts-expect-error neither has it
  await Bistro.objects.filter({ nmae: "x" });
  // @ts-expect-error the parent's field is text
  await Bistro.objects.filter({ name: 3 });
}

class Note extends Model("typesm.Note", () => Note, {
  text: f.text(),
  onType: f.char({ maxLength: 50, null: true }),
  onId: f.char({ maxLength: 50, null: true }),
  on: f.generic("onType", "onId"),
}) {}
const media = new MemoryStorage();
class Sheet extends Model("typesm.Sheet", () => Sheet, {
  file: f.file({ storage: media }),
  scan: f.image({ storage: media, null: true }),
  plain: f.file(),
  span: f.custom({
    type: { kind: "integer" },
    lookups: "number",
    null: true,
    converter: { toDatabase: (url: URL) => url.port, fromDatabase: (port: number) => new URL(`http://x:${port}`) },
  }),
  notes: f.genericReverse(() => Note, "on"),
}) {
  static override readonly objects = new QuerySet<Sheet>(this).filter({ plain__ne: "" });
}

/** Never called: what matters is that it compiles. */
export async function moreChecks(): Promise<void> {
  const note = await Note.objects.get();
  is<typeof note.on, AnyInstance | Promise<AnyInstance | null> | null>(true);
  const sheet = await Sheet.objects.prefetchRelated("notes").get({ notes__text__contains: "x", file__startswith: "a" });
  is<typeof sheet.file, StoredFile>(true);
  is<typeof sheet.scan, StoredFile | null>(true);
  is<typeof sheet.plain, string>(true);
  is<typeof sheet.span, URL | null>(true);
  is<(typeof sheet.notes.items)[number], Note>(true);
  await Note.objects.create({ text: "x", on: sheet });
  await Note.objects.prefetchRelated("on");
  await sheet.findNext("plain", Sheet.q({ plain: "x" }));
  await Sheet.objects.create({ file: upload("a", "b"), plain: "x" });

  // @ts-expect-error a file is uploaded, not named
  await Sheet.objects.create({ file: "a.txt", plain: "x" });
  // @ts-expect-error a key alone does not say of which model it is
  await Note.objects.create({ text: "x", on: 5 });
  // @ts-expect-error a generic relation is no path of lookups
  await Note.objects.filter({ on: sheet });
  // @ts-expect-error there is no such relation
  await Note.objects.prefetchRelated("onn");
  // @ts-expect-error the converter makes a URL of it
  await Sheet.objects.filter({ span: 5 });
  // @ts-expect-error there is no such field
  await sheet.findNext("plian");
}

class Song extends Model("typesm.Song", () => Song, {
  title: f.char(),
  isrc: f.char({ unique: true }),
  plays: f.reverse(() => Play, "song"),
}) {}
class Play extends Model(
  "typesm.Play",
  () => Play,
  {
    song: f.foreignKey(() => Song, { toField: "isrc", relatedName: "plays" }),
    day: f.date(),
    count: f.bigInt({ default: 0n }),
    town: f.foreignKey(() => Town, { null: true }),
  },
  { primaryKey: ["song", "day"], ordering: ["-pk", "song__title"], unique: [["day", "town"]] },
) {}
class Twin extends Model("typesm.Twin", () => Twin, {
  song: f.oneToOne(() => Song, { toField: "isrc", primaryKey: true }),
  next: f.foreignKey(() => Twin, { toField: "song", null: true }),
}) {}
class LoudPlay extends Model("typesm.LoudPlay", () => LoudPlay, {}, { parent: Play, proxy: true }) {}

/** Never called: what matters is that it compiles. */
export async function keyChecks(day: Temporal.PlainDate): Promise<void> {
  type Key = readonly [string, Temporal.PlainDate];
  const play = await Play.objects.get({ pk: ["x", day] });
  is<typeof play.pk, Key>(true);
  is<typeof play.songId, string>(true);
  is<typeof play.townId, number | null>(true);
  const loud = await LoudPlay.objects.get({ pk__gt: play.pk });
  is<typeof loud.pk, Key>(true);
  await Play.objects.filter({ pk__in: [play.pk, ["y", day]], song: "x", song__in: ["x"], song__plays__pk: play.pk });
  await Play.objects.filter({ pk__in: Play.objects.flat("pk"), song__pk: 5 });
  const [row] = await Play.objects.values("pk", "song", "song__title");
  is<NonNullable<typeof row>, { pk: Key; song: string; song__title: string }>(true);
  const tuples = await Play.objects.valuesList("pk", "count");
  is<typeof tuples, [Key, bigint][]>(true);
  const found = await Play.objects.inBulk([play.pk]);
  is<typeof found, Map<Key, Play>>(true);
  const backwards = await Song.objects.values("plays__pk");
  is<(typeof backwards)[number], { plays__pk: Key | null }>(true);
  await Play.objects.create({ song: "x", day, town: 1 });
  await Play.objects.create({ song: await Song.objects.get(), day });
  await Play.objects.bulkCreate([], { updateFields: ["count"], uniqueFields: ["pk"] });
  await play.save({ updateFields: ["count", "town"] });
  await play.refresh({ fields: ["song"] });
  const few = await Play.objects.only("count").get();
  is<typeof few.pk, Key>(true);
  const twin = await Twin.objects.get({ pk: "x", next__songId: "y" });
  is<typeof twin.pk, string>(true);
  is<typeof twin.nextId, string | null>(true);
}
