/** The first line of what any applet of Debian 12's BusyBox says of its use. */
export const BUSYBOX_BANNER = "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.";
