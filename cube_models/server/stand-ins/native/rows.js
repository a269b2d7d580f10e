'use strict';

// Turns database rows (alias -> value) into what `/load` answers (member -> value).

const isoTime = (value) => {
  const at = value instanceof Date ? value : new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at.getTime()) ? value : at.toISOString().slice(0, -1);
};

const shaped = (value, type) => {
  if (value === null || value === undefined) return null;
  return type === 'time' || value instanceof Date ? isoTime(value) : value;
};

/** The columns of an answer, decided once for all rows: [alias, member, type, wants a plain twin]. */
const columns = ({ aliasToMemberNameMap, annotation, query }, aliases) =>
  aliases.map((alias) => {
    const member = aliasToMemberNameMap[alias];
    const known = annotation[member];
    if (!known) {
      // Members that a policy hides are found only here, after the SQL ran: never let them pass.
      const refusal = new Error(`You requested hidden member: '${alias}'. Please make it visible using \`public: true\`.`);
      refusal.type = 'UserError';
      throw refusal;
    }
    const [cube, name, granularity] = member.split('.');
    const plain = granularity && !(query.dimensions || []).includes(`${cube}.${name}`) ? `${cube}.${name}` : null;
    return { alias, member, type: known.type, plain };
  });

/** What a comparison of date ranges or a blend of queries adds to each row: [name, value of row]. */
const additions = ({ query, queryType }) => {
  const [time] = query.timeDimensions || [];
  if (queryType === 'compareDateRangeQuery') {
    const range = (time?.dateRange || []).join(' - ');
    return [['compareDateRange', () => range]];
  }
  if (queryType === 'blendingQuery' && time) {
    const of = time.granularity ? `${time.dimension}.${time.granularity}` : time.dimension;
    return [[time.granularity ? `time.${time.granularity}` : 'time', (row) => row[of]]];
  }
  return [];
};

/** Rows as objects, or as `{members, dataset}` for the compact form. */
const data = (transform, rows) => {
  const wanted = columns(transform, rows.length ? Object.keys(rows[0]) : []);
  const extra = additions(transform);
  const objects = rows.map((row) => {
    const object = {};
    for (const { alias, member, type, plain } of wanted) {
      object[member] = shaped(row[alias], type);
      if (plain) object[plain] = object[member];
    }
    for (const [name, of] of extra) object[name] = of(object);
    return object;
  });
  if (transform.resType !== 'compact') return objects;
  const members = [...wanted.map(({ member }) => member), ...extra.map(([name]) => name)];
  return { members, dataset: objects.map((object) => members.map((member) => object[member])) };
};

module.exports = { data };
