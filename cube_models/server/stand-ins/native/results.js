'use strict';

// The carriers in which Cube's gateway hands rows to the module that shapes them.

const { data } = require('./rows');

// The gateway sends the bytes as they are.
const bytes = (value) => Buffer.from(JSON.stringify(value));

class ResultWrapper {
  constructor(input) {
    if (input && input.isWrapper) return input;
    this.isWrapper = true;
    this.rows = Array.isArray(input) ? input : Array.from(input || []);
    this.transform = undefined;
    this.root = {};
  }

  [Symbol.iterator]() {
    return this.rows[Symbol.iterator]();
  }

  get length() {
    return this.rows.length;
  }

  toJSON() {
    return this.rows;
  }

  setTransformData(transform) {
    this.transform = transform;
  }

  getTransformData() {
    return [this.transform];
  }

  setRootResultObject(root) {
    this.root = root;
  }

  getRootResultObject() {
    return [this.root];
  }

  getRawData() {
    return [this.rows];
  }

  getResults() {
    return [this];
  }

  final() {
    return { ...this.root, data: data(this.transform, this.rows) };
  }

  async getFinalResult() {
    return bytes(this.final());
  }
}

class ResultArrayWrapper {
  constructor(results) {
    this.isWrapper = true;
    this.results = results;
  }

  getResults() {
    return this.results;
  }

  getTransformData() {
    return this.results.map((result) => result.getTransformData()[0]);
  }

  getRawData() {
    return this.results.map((result) => result.getRawData()[0]);
  }

  getRootResultObject() {
    return this.results.map((result) => result.getRootResultObject()[0]);
  }

  async getFinalResult() {
    return bytes(this.results.map((result) => result.final()));
  }
}

class ResultMultiWrapper extends ResultArrayWrapper {
  constructor(results, root) {
    super(results);
    this.root = root;
  }

  async getFinalResult() {
    const { queryType, slowQuery } = this.root;
    return bytes({ queryType, results: this.results.map((result) => result.final()), slowQuery });
  }
}

/** Rows as `{members, columns}`, the form of streamed answers. */
const rowsToColumnar = (input) => {
  const rows = Array.from(input || []);
  const members = rows.length ? Object.keys(rows[0]) : [];
  return { members, columns: members.map((member) => rows.map((row) => row[member])) };
};

module.exports = { ResultWrapper, ResultArrayWrapper, ResultMultiWrapper, rowsToColumnar };
