// The extension that does nothing: what loading any costs.
exports.activate = () => {};
