// In a worker of its own: has Chromium compile what a panel will run. Nobody waits for what it says
// but the benchmark and a test.

import load, { warm_up } from "./pkg/gatewhy_extension.js";

await load();
warm_up();
postMessage("done");
close();
