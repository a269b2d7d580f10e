'use strict';

// Cube Store is a Rust binary that no package registry ships. Rollups are kept in Postgres instead.
const refuse = () => {
  throw new Error('Cube Store is not part of this installation');
};

class CubeStoreHandler {
  constructor() {
    refuse();
  }
}

module.exports = {
  isCubeStoreSupported: () => false,
  CubeStoreHandler,
  startCubeStoreHandler: refuse,
};
