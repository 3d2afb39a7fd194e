// Names the client of a request for rate limits: by its address, as the connection or trusted proxies tell it.
import type { Request } from "#http";

/** Names a client by its IPv4 address or IPv6 network. Within a /64 one client can choose as it likes. */
export function clientKey(request: Request): string {
  const address = request.remoteAddress;
  if (!address.includes(":")) return address === "" ? "unknown" : address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped === null ? networkOf(address) : mapped[1]!;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.toLowerCase().replace(/%.*$/, "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
