"""The live channel: one hub in each process follows the diary and tells open pages which things have changed."""
