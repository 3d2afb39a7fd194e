// What the options of a list know of their model: what must compile and what must not.

import { modelAdmin } from "demijohn/admin";
import { f, Model } from "demijohn/orm";

class Land extends Model("sea.Land", () => Land, { name: f.char(), joined: f.date() }) {}
class Isle extends Model("sea.Isle", () => Isle, {
  name: f.char({ maxLength: 50 }),
  people: f.integer({ null: true }),
  land: f.foreignKey(() => Land, { onDelete: "cascade" }),
}) {}

// Every option of a list, by its right names.
modelAdmin(Isle, {
  listDisplay: [
    "name",
    "land__name",
    { name: "crowd", value: (isle, request) => `${isle.people} ${request.path}`, sortBy: "people" },
  ],
  listDisplayLinks: [],
  listEditable: ["people", "land"],
  listFilter: [
    "people",
    "land__joined",
    { field: "land", kind: "related", title: "Land" },
    { name: "crowded", lookups: async () => [["yes", "Yes"]], apply: (rows) => rows.filter({ people__gt: 1_000 }) },
  ],
  showFacets: "allow",
  dateHierarchy: "land__joined",
  searchFields: ["name", { field: "land__name", match: "startsWith" }],
  ordering: ["-land__name", "name"],
  sortableBy: ["name"],
  listSelectRelated: ["land"],
  listTotals: { people: "avg" },
  listPerPage: 20,
  listMaxShowAll: 500,
  showFullResultCount: false,
  keepCounts: 0,
  preserveFilters: false,
  actionsOnTop: true,
  actionsOnBottom: false,
  actionsSelectionCounter: false,
  getListDisplay: (request) => (request.path === "/" ? ["name"] : ["people"]),
  getListDisplayLinks: (_request, columns) => columns.slice(0, 1),
  getListFilter: () => ["people"],
  getListSelectRelated: () => ["land"],
  getSearchFields: () => ["name"],
  getOrdering: () => ["-people"],
  getSortableBy: () => ["people"],
  getSearchResults: (rows, words) => rows.filter({ name__startswith: words }),
  getPaginator: (rows) => ({ count: () => rows.count(), rows: (start, end) => rows.slice(start, end) }),
});

// @ts-expect-error: there is no field "peple"
modelAdmin(Isle, { listFilter: ["peple"] });
// @ts-expect-error: Land has no field "nam"
modelAdmin(Isle, { listFilter: [{ field: "land__nam" }] });
// @ts-expect-error: there is no such kind of filter
modelAdmin(Isle, { listFilter: [{ field: "people", kind: "ranges" }] });
// @ts-expect-error: the key is not edited
modelAdmin(Isle, { listEditable: ["id"] });
// @ts-expect-error: a text is no date of the model
modelAdmin(Isle, { dateHierarchy: "land__founded" });
// @ts-expect-error: there is no such match
modelAdmin(Isle, { searchFields: [{ field: "name", match: "endsWith" }] });
// @ts-expect-error: there is no such total
modelAdmin(Isle, { listTotals: { people: "median" } });
// @ts-expect-error: there is no field "peple"
modelAdmin(Isle, { listFilter: [{ name: "big", lookups: () => [], apply: (rows) => rows.filter({ peple__gt: 1 }) }] });
