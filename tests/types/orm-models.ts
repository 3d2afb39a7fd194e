// Asserts the types of models that extend others: fields, lookups, rows and what create takes.
import { f, Model } from "#orm";

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
