// Sends packets from the network namespace that it runs in: a JSON line {send: [{protocol, source?, destination, sourcePort,
// destinationPort}]} at a time, {close: true} lets go of the sockets. Says "ready" at first.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const open = new Set();
const ignore = () => undefined;

createInterface(process.stdin).on("line", (line) => {
  const { send = [], close } = JSON.parse(line);
  for (const packet of send) SENDERS[packet.protocol](packet);
  if (close) {
    for (const end of open) end();
    open.clear();
  }
});
process.stdin.on("end", () => process.exit(0));
console.log("ready");

const SENDERS = {
  tcp({ source, destination, sourcePort, destinationPort }) {
    const socket = connect({
      host: destination,
      port: destinationPort,
      localPort: sourcePort,
      ...(source && { localAddress: source }),
    });
    socket.on("error", ignore);
    open.add(() => socket.destroy());
  },
  udp({ source, destination, sourcePort, destinationPort }) {
    const socket = createSocket("udp4");
    socket.on("error", ignore);
    socket.bind(sourcePort, source, () => socket.send("x", destinationPort, destination, ignore));
    open.add(() => socket.close());
  },
  icmp({ source, destination }) {
    const ping = spawn("ping", ["-c", "1", "-W", "1", ...(source ? ["-I", source] : []), destination], {
      stdio: "ignore",
    });
    ping.on("error", ignore);
    open.add(() => ping.kill());
  },
};
