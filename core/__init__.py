"""What every room uses and none owns: pages, forms, tables, exports, uploads, print. No models, no other app."""
