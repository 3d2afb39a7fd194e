// Lists the models of the site, in the order in which their tables can be made.
import { adminModels } from "demijohn/admin";
import { authModels, type TableModel } from "demijohn/auth";
import { Country, Place } from "./atlas/models.ts";
import { Distributor, Film, Genre, Person } from "./catalog/models.ts";
import { Review, User, WatchItem } from "./members/models.ts";

/** All models, those of accounts among them. */
export function siteModels(): readonly TableModel[] {
  return [...authModels(User), Person, Genre, Distributor, Film, Country, Place, Review, WatchItem, ...adminModels()];
}
