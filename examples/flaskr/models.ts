// Users and their posts.
import { Account } from "demijohn/auth";
import { f, Model } from "demijohn/orm";

export class User extends Model("flaskr.User", () => User, {}, { mixins: [Account] }) {}

export class Post extends Model(
  "flaskr.Post",
  () => Post,
  {
    title: f.char({ maxLength: 200 }),
    body: f.text({ blank: true, default: "", verboseName: "text" }),
    created: f.dateTime({ autoNowAdd: true }),
    author: f.foreignKey(() => User),
  },
  { ordering: ["-created", "-id"] },
) {}
