'use strict';
/* What the server allows this account: asked by the queries of the real page, which are known by their numbers. */

__d('WAWebMexClient', (require, module, exports) => {
  /** Queries are compiled when the page is built; nothing is left to do here. */
  exports.graphql = () => {
    throw new Error('a query is compiled before it gets here');
  };

  /** Answers a query's data. Of the queries only the two about the account's limits are simulated. */
  exports.fetchQuery = async ({ params: { id } }) => {
    const { data, error } = await require('sim/socket').ask({ t: 'query', id });
    if (error) {
      throw new Error(`the server answers the query with ${error}`);
    }
    return data;
  };
});
