// The pages of the atlas: the countries, one country with its places, and a search over all places.
import { Blueprint, getOr404 } from "demijohn";
import { count, max, sum } from "demijohn/orm";
import { Country, Place } from "./models.ts";

const pageSize = 50;

/** Makes the blueprint of the atlas. */
export function makeAtlas(): Blueprint {
  const atlas = new Blueprint("atlas", { root: import.meta.url });

  atlas.get("/", { name: "countries" }, async (request) => {
    const text = (request.query.get("q") ?? "").trim().slice(0, 100);
    if (text !== "") {
      const places = await Place.objects.filter({ name__icontains: text }).selectRelated("country").limit(pageSize);
      return request.render("atlas/search.html", { text, places });
    }
    const countries = await Country.objects
      .annotate({ count: count("places"), people: sum("places__population"), largest: max("places__population") })
      .orderBy("-people");
    return request.render("atlas/countries.html", { countries, text });
  });

  atlas.get("/<slug:code>", { name: "country" }, async (request) => {
    const country = await getOr404(Country.objects.filter({ code: request.params.code.toUpperCase() }));
    const total = await Place.objects.filter({ country }).count();
    const pages = Math.max(1, Math.ceil(total / pageSize));
    const page = Math.min(Math.max(1, request.query.get("page", { type: "int", default: 1 })), pages);
    const places = await Place.objects.filter({ country }).slice((page - 1) * pageSize, page * pageSize);
    return request.render("atlas/country.html", { country, places, total, page, pages });
  });

  return atlas;
}
