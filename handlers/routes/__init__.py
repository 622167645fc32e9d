"""Every route under /api, in flat tables. The OpenAPI page and the rights test are made from them."""
