"""What several tests use: plugins, libraries of arrays, the operations as plain loops."""
