// Says how the site's models look in the admin.
import { type AdminEntry, inline, modelAdmin } from "demijohn/admin";
import { Group } from "demijohn/auth";
import { Country, Place } from "./atlas/models.ts";
import { foldText } from "./catalog/film-list.ts";
import { Distributor, Film, Genre, Person } from "./catalog/models.ts";
import { Review, User, WatchItem } from "./members/models.ts";

export const siteAdmin: readonly AdminEntry[] = [
  modelAdmin(Film, {
    listDisplay: ["title", "year", "director", "genre", "rating", "imdb", "grossWorld"],
    listEditable: ["rating"],
    listFilter: ["genre", "rating", "imdb", "distributor", { field: "director", kind: "related" }],
    listTotals: { imdb: "avg", grossWorld: "sum" },
    dateHierarchy: "released",
    searchFields: ["title", "director__name"],
    ordering: ["-released"],
    prepopulatedFields: { slug: ["title"] },
    autocompleteFields: ["director"],
    fieldsets: [
      { fields: ["title", "slug", ["released", "minutes"], "director", ["genre", "rating"]] },
      { tab: "Story", fields: ["kind", "source"] },
      {
        tab: "Money",
        fields: ["distributor", "budget", ["grossUs", "grossWorld"], { name: "profit", value: profitOf }],
      },
      { tab: "Ratings", fields: [["imdb", "votes", "tomatoes"]] },
    ],
    inlines: [
      inline(Review, {
        fields: ["user", "stars", "text"],
        autocompleteFields: ["user"],
        extra: 0,
        showChangeLink: true,
      }),
    ],
    saveAs: true,
    viewOnSite: (film, request) => request.urlFor("site.film", { slug: film.slug }),
    saveModel: async (film) => {
      film.year = film.released.year;
      film.searchText = foldText(`${film.title} ${(await film.director)?.name ?? ""}`);
    },
  }),
  modelAdmin(Person, {
    searchFields: ["name"],
    prepopulatedFields: { slug: ["name"] },
    viewOnSite: (person, request) => request.urlFor("site.person", { slug: person.slug }),
  }),
  modelAdmin(Genre, { prepopulatedFields: { slug: ["name"] } }),
  Distributor,
  modelAdmin(Place, {
    listDisplay: ["name", "country", "kind", "population", "latitude", "longitude"],
    listFilter: ["country", "kind", "population"],
    searchFields: ["name"],
  }),
  modelAdmin(Country, { listDisplay: ["name", "code"], searchFields: ["name", "code"] }),
  modelAdmin(Review, {
    listDisplay: ["film", "user", "stars", "writtenAt"],
    listFilter: ["stars", "writtenAt"],
    searchFields: ["film__title", "user__email"],
    autocompleteFields: ["film", "user"],
    radioFields: { stars: "horizontal" },
    readonlyFields: ["writtenAt"],
  }),
  modelAdmin(User, {
    listDisplay: ["email", "name", "isStaff", "isActive", "lastLogin"],
    listFilter: ["isStaff", "isActive", "lastLogin"],
    searchFields: ["email", "name"],
    fields: ["email", "name", "isActive", "isStaff", "isSuperuser", "groups"],
    readonlyFields: ["lastLogin", "dateJoined"],
    inlines: [
      inline(WatchItem, {
        autocompleteFields: ["film"],
        verboseName: "film",
        verboseNamePlural: "watch list",
        extra: 0,
      }),
    ],
  }),
  modelAdmin(Group, { searchFields: ["name"] }),
];

function profitOf({ budget, grossWorld }: Film): string | null {
  return budget === null || grossWorld === null ? null : `$${(grossWorld - budget).toLocaleString("en-US")}`;
}
