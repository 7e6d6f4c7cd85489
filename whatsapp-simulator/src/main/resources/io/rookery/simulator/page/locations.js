'use strict';

/** Places: the name and the address are the lines of one attribute. */
__d('sim/locations', (require, module) => {
  module.exports = {
    encode({ type, lat, lng, loc, clientUrl }) {
      if (type !== 'location') {
        return {};
      }
      const [name, ...address] = (loc ?? '').split('\n');
      return { location: { lat, lng, name: name || undefined, address: address.join('\n') || undefined, url: clientUrl } };
    },
    decode: ({ location }) =>
      location
        ? {
            lat: location.lat,
            lng: location.lng,
            loc: [location.name, location.address].filter(Boolean).join('\n'),
            clientUrl: location.url,
            isLive: false,
          }
        : {},
  };
});
