import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IPv4 that no public host has: IANA's special-purpose registry, multicast, reserved. */
const inside4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  inside4.addSubnet(network, prefix, "ipv4");

/** IPv6 is public in 2000::/3 only; mapped (::ffff:…), NAT64 (64:ff9b::), unique-local, link-local all lie outside it. */
const public6 = new BlockList();
public6.addSubnet("2000::", 3, "ipv6");
/** … but for these: IETF protocols with Teredo, documentation, and 6to4, which carries an IPv4 address inside. */
const inside6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  inside6.addSubnet(network, prefix, "ipv6");

/** Whether an address leads into a network or this machine rather than to a public host. What is no address counts as inside. */
export function isInside(address: string): boolean {
  if (isIPv4(address)) return inside4.check(address, "ipv4");
  const bare = address.split("%")[0]!;
  if (!isIPv6(bare)) return true;
  return !public6.check(bare, "ipv6") || inside6.check(bare, "ipv6");
}

/** Names that exist only inside networks: ICANN's .internal, RFC 8375, RFC 6762. */
export const isInsideName = (name: string): boolean => /\.(internal|home\.arpa|local)$/i.test(name);
