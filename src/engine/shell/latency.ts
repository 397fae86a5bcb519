/** What kubectl takes to start, read its configuration and ask the API server once. */
export const KUBECTL_MS = 170;
