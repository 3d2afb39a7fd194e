// The testing room's door: a client with cookies and redirects, sockets without a server, and requests for single functions.
export { CookieJar, type CookieTarget, type StoredCookie } from "./cookie-jar.ts";
export { TestClient, type TestClientOptions, type TestRequestOptions, withRequest } from "./test-client.ts";
export { TestResponse } from "./test-response.ts";
export { connectSocket, TestSocket } from "./test-socket.ts";
