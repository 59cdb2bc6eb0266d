"""From folders of YAML to editions: read, check, freeze. Must not know the web or the store."""
