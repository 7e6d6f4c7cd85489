'use strict';
/*
 * The module loader, in the shape that clients of WhatsApp Web look for: __d defines, require gives a module's
 * exports (or its default, where that is all it has), importNamespace gives them as a namespace.
 * Modules that are the simulator's own have a name with "sim/" and are invisible to such clients.
 */
(() => {
  const modulesMap = Object.create(null);

  function define(id, factory) {
    modulesMap[id] = { id, factory, ready: false, module: { exports: {} } };
  }

  function instantiate(id) {
    const entry = modulesMap[id];
    if (!entry) {
      throw new Error(`Requiring unknown module "${id}"`);
    }
    if (!entry.ready) {
      entry.ready = true;
      entry.named = entry.module.exports;
      entry.factory(requireModule, entry.module, entry.module.exports);
    }
    return entry;
  }

  /** Only a default: the factory has replaced the exports object. */
  const isDefaultOnly = (entry) => entry.module.exports !== entry.named;

  function requireModule(id) {
    if (id === '__debug') {
      return { modulesMap };
    }
    return instantiate(id).module.exports;
  }

  function importNamespace(id) {
    const entry = instantiate(id);
    if (!isDefaultOnly(entry)) {
      return entry.module.exports;
    }
    entry.namespace ??= { default: entry.module.exports };
    return entry.namespace;
  }

  window.ErrorGuard = { skipGuardGlobal() {} };
  window.importNamespace = importNamespace;
  window.__d = define;
  window.require = requireModule;
})();
