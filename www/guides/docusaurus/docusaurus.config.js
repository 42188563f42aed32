export default {
  // …
  scripts: [{ src: "/gatewhy/gatewhy.js", type: "module" }],
};
