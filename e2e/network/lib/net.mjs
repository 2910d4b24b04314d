// Hosts, routers and firewalls, made of network namespaces and veth pairs. The namespace this
// process runs in is "the internet": it forwards, and it too is a host there.
import { execFileSync } from 'node:child_process';

function run(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${error.stderr?.trim() || error.message}`);
  }
}

export class Host {
  /** IPv6 is off unless asked for: addresses that come late are a change of network to a browser. */
  constructor(name, { ipv6 = false } = {}) {
    this.name = name;
    run('ip', ['netns', 'add', name]);
    for (const which of ['all', 'default']) {
      this.sysctl(`ipv6/conf/${which}/${ipv6 ? 'accept_dad' : 'disable_ipv6'}`, ipv6 ? 0 : 1);
    }
    this.ip('link set lo up');
  }

  /** The command line that runs a program on this host. */
  command(...argv) {
    return ['ip', 'netns', 'exec', this.name, ...argv];
  }

  ip(line) {
    return run('ip', ['-n', this.name, ...line.split(' ')]);
  }

  iptables(line) {
    const [command, ...args] = this.command('iptables', '-w', ...line.split(' '));
    return run(command, args);
  }

  /** Sends at most so much by a device: what exceeds it waits up to 300 ms, then is dropped. */
  limit(device, kilobits) {
    const shape = `root tbf rate ${kilobits}kbit burst 4kb latency 300ms`;
    return run('tc', ['-n', this.name, 'qdisc', 'replace', 'dev', device, ...shape.split(' ')]);
  }

  /** Loses that share of what it passes on to a device, at random. */
  lose(device, share) {
    this.iptables(
      `-I FORWARD -o ${device} -m statistic --mode random --probability ${share} -j DROP`,
    );
  }

  sysctl(path, value) {
    const line = `test ! -e /proc/sys/net/${path} || echo ${value} >/proc/sys/net/${path}`;
    const [command, ...args] = this.command('sh', '-c', line);
    run(command, args);
  }
}

/** Plugs a host into the internet at `address`; the internet's end is the first of its /24. */
export function connect(host, address, device = 'wan') {
  const gateway = address.replace(/\.\d+$/, '.1');
  const cable = `c-${host.name}-${device}`.slice(0, 15);
  run('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', device, 'netns', host.name]);
  run('ip', ['addr', 'add', `${gateway}/24`, 'dev', cable]);
  run('ip', ['link', 'set', cable, 'up']);
  host.ip(`addr add ${address}/24 dev ${device}`);
  host.ip(`link set ${device} up`);
  host.ip(`route replace default via ${gateway} dev ${device}`);
  return cable;
}

/** A host on the internet, without a NAT. */
export function publicHost(name, address) {
  const host = new Host(name);
  connect(host, address);
  return host;
}

/**
 * A host behind a router of its own, as in a home. The NAT maps endpoint-independently (ports are
 * kept), or, if `symmetric`, to another random port for each destination. Like any home router's
 * it takes nothing from outside that was not asked for.
 */
export function household(name, { address, lan, symmetric = false }) {
  const router = new Host(`${name}-nat`);
  connect(router, address);
  router.sysctl('ipv4/ip_forward', 1);
  const host = new Host(name);
  router.ip(`link add lan type veth peer name eth0 netns ${name}`);
  router.ip(`addr add ${lan}.1/24 dev lan`);
  router.ip('link set lan up');
  host.ip(`addr add ${lan}.10/24 dev eth0`);
  host.ip('link set eth0 up');
  host.ip(`route add default via ${lan}.1`);
  router.iptables(
    '-t nat -A POSTROUTING -o wan -j MASQUERADE'.concat(symmetric ? ' --random-fully' : ''),
  );
  // Dropped before it is tracked: else the first packet of a hole punched from the other side
  // would occupy the very port that this side is about to punch from.
  router.iptables('-A INPUT -i wan -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT');
  router.iptables('-A INPUT -i wan -j DROP');
  router.iptables('-A FORWARD -i wan -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT');
  router.iptables('-A FORWARD -i wan -j DROP');
  return { host, router, address };
}

/**
 * Hosts on one switch that may reach the first of them, but not each other (AP isolation). This
 * process is on it too, at `own`.
 */
export function isolatedLan(own, hosts) {
  run('ip', ['link', 'add', 'ap', 'type', 'bridge']);
  run('ip', ['addr', 'add', `${own}/24`, 'dev', 'ap']);
  run('ip', ['link', 'set', 'ap', 'up']);
  return hosts.map(({ name, address }, index) => {
    const host = new Host(name);
    const cable = `c-${name}`;
    run('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
    run('ip', ['link', 'set', cable, 'master', 'ap', 'up']);
    if (index > 0) run('bridge', ['link', 'set', 'dev', cable, 'isolated', 'on']);
    host.ip(`addr add ${address}/24 dev eth0`);
    host.ip('link set eth0 up');
    return host;
  });
}

/** Drops what matches on its way through the internet, in either direction; returns the undoing. */
export function drop(...matches) {
  const rules = matches.map((match) => ['-w', 'FORWARD', ...match.split(' '), '-j', 'DROP']);
  for (const [wait, ...rule] of rules) run('iptables', [wait, '-I', ...rule]);
  return () => {
    for (const [wait, ...rule] of rules) run('iptables', [wait, '-D', ...rule]);
  };
}

/** Lets nothing through between two addresses. */
export function separate(one, other) {
  return drop(`-s ${one} -d ${other}`, `-s ${other} -d ${one}`);
}
