html_static_path = ["_static"]
html_js_files = [("gatewhy/gatewhy.js", {"type": "module"})]
