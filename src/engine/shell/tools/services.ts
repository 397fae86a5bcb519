/** A line of /etc/services: a name, its port and protocol, its other names. */
export type Service = {
  readonly name: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly aliases: readonly string[];
};

/** Of Debian's /etc/services (package netbase), the ports that people try. "name port protocols [alias…]". */
const LINES = `echo 7 tcp udp
discard 9 tcp udp sink null
daytime 13 tcp udp
ftp-data 20 tcp
ftp 21 tcp
ssh 22 tcp
telnet 23 tcp
smtp 25 tcp mail
time 37 tcp udp timserver
domain 53 tcp udp
bootps 67 udp
bootpc 68 udp
tftp 69 udp
http 80 tcp www
kerberos 88 tcp udp kerberos5 krb5 kerberos-sec
pop3 110 tcp pop-3
sunrpc 111 tcp udp portmapper
ntp 123 udp
imap2 143 tcp imap
snmp 161 tcp udp
bgp 179 tcp
ldap 389 tcp udp
https 443 tcp udp
microsoft-ds 445 tcp udp
submission 587 tcp
ldaps 636 tcp udp
domain-s 853 tcp udp
rsync 873 tcp
imaps 993 tcp
pop3s 995 tcp
socks 1080 tcp
openvpn 1194 tcp udp
ms-sql-s 1433 tcp
mysql 3306 tcp
ms-wbt-server 3389 tcp
svn 3690 tcp subversion
amqp 5672 tcp
mdns 5353 udp
postgresql 5432 tcp postgres
x11 6000 tcp x11-0
redis 6379 tcp
http-alt 8080 tcp webcache
puppet 8140 tcp`;

const SERVICES: readonly Service[] = LINES.split("\n").flatMap((line) => {
  const [name = "", port = "", ...rest] = line.split(" ");
  const protocols = rest.filter((word): word is "tcp" | "udp" => word === "tcp" || word === "udp");
  const aliases = rest.filter((word) => word !== "tcp" && word !== "udp");
  return protocols.map((protocol) => ({ name, port: Number(port), protocol, aliases }));
});

/** Every service that /etc/services lists. */
export function allServices(): readonly Service[] {
  return SERVICES;
}

/** The service on a port. */
export function serviceOnPort(port: number, protocol: "tcp" | "udp"): Service | undefined {
  return SERVICES.find((service) => service.port === port && service.protocol === protocol);
}

/** The service of a name; any protocol where none is said. */
export function serviceOfName(name: string, protocol?: string): Service | undefined {
  const isMeant = (service: Service) => service.name === name || service.aliases.includes(name);
  return SERVICES.find((service) => isMeant(service) && (protocol === undefined || service.protocol === protocol));
}
