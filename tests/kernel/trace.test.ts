// Tests that trace channels reach listeners of this module and of the platform under the same name.
import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { test } from "node:test";
import { traceChannel } from "#kernel";

test("a message reaches every subscriber until it leaves", () => {
  const channel = traceChannel<{ sql: string }>("test.query");
  const seen: string[] = [];
  const listener = ({ sql }: { sql: string }): void => {
    seen.push(sql);
  };
  assert.equal(channel.hasSubscribers, false);
  channel.subscribe(listener);
  assert.equal(channel.hasSubscribers, true);
  channel.publish({ sql: "SELECT 1" });
  assert.equal(channel.unsubscribe(listener), true);
  channel.publish({ sql: "SELECT 2" });
  assert.deepEqual(seen, ["SELECT 1"]);
  assert.equal(channel.hasSubscribers, false);
});

test("the platform knows the channel as demijohn:<name>", () => {
  const seen: unknown[] = [];
  const listener = (message: unknown, name: string | symbol): void => {
    seen.push([name, message]);
  };
  diagnostics.subscribe("demijohn:test.render", listener);
  traceChannel<{ template: string }>("test.render").publish({ template: "a.html" });
  diagnostics.unsubscribe("demijohn:test.render", listener);
  assert.deepEqual(seen, [["demijohn:test.render", { template: "a.html" }]]);
});
