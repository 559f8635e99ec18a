'use strict';
(() => {
  const TEXTS = {
    en: {
      title: 'Practice lab: technician', simulated: 'simulated', skip: 'To the hosts',
      intro: 'Nothing here is real. You are the person in the data centre: insert media, pull cables, break things and mend them.',
      faults: 'Broken now', hosts: 'Hosts', none: 'Nothing is broken.', mendAll: 'Mend all', cloudstack: 'CloudStack API',
      apiUp: 'The API answers.', apiDown: 'The API does not answer.', slowApi: 'Answer 5 s late', loseApi: 'Lose the next answer',
      failApi: 'Refuse 3 requests', resetTitle: 'Begin anew', reset: 'Reset the data centre',
      resetWords: 'All hosts, virtual machines and CloudStack become as they were on the first day. Ports and host keys stay.',
      resetSure: 'Reset the whole simulated data centre? Runs of Ostler that are under way will fail.',
      resetDone: 'The data centre is built anew; this page comes back in a moment.',
      footer: 'Practice lab of Ostler. Simulated: no real host is touched.',
      power: 'Power', link: 'Link eth0', tray: 'Installer CD', ssh: 'SSH', on: 'on', off: 'off', booting: 'starting', in: 'inserted', out: 'empty',
      version: 'Version', boot: 'Boot id', screen: 'Host key on its screen', port: 'SSH port', connections: 'Connections', vms: 'Virtual machines', noVms: 'none',
      insert: 'Insert installer CD', eject: 'Take the CD out', newKey: 'new host key', cycle: 'Power cycle', powerOff: 'Power off', powerOn: 'Power on',
      unplug: 'Pull cable eth0', plug: 'Plug cable eth0', cut: 'Drop SSH', refuse: 'Refuse SSH', allow: 'Allow SSH', full: 'Fill the disk', free: 'Free the disk',
      lock: 'Lock CD tray', unlock: 'Unlock CD tray', vm: 'Virtual machine', program: 'Command begins with', seconds: 'seconds', slow: 'Make it slow',
      lose: 'Crash Ostler\'s connection mid-command', media: 'Media and power', network: 'Network', trouble: 'Trouble', more: 'CD tray of a virtual machine',
      fRefuses: 'lets nobody in by SSH', fUnplugged: 'cable eth0 is pulled', fFull: 'disk is full', fOff: 'power is off', fSlow: 'is slow', fLose: 'loses the answer of', fApi: 'CloudStack API', failed: 'That did not work: '
    },
    zh: {
      title: '演练实验室：机房技术员', simulated: '模拟', skip: '跳到主机',
      intro: '这里的一切都不是真的。您是机房里的人：插入介质、拔掉网线、制造故障并修复。',
      faults: '当前故障', hosts: '主机', none: '没有故障。', mendAll: '全部修复', cloudstack: 'CloudStack API',
      apiUp: 'API 正常应答。', apiDown: 'API 没有应答。', slowApi: '延迟 5 秒应答', loseApi: '丢失下一个应答', failApi: '拒绝 3 个请求',
      resetTitle: '重新开始', reset: '重置数据中心', resetWords: '所有主机、虚拟机和 CloudStack 恢复到第一天的状态，端口和主机密钥保持不变。',
      resetSure: '重置整个模拟数据中心？Ostler 正在进行的执行将会失败。', resetDone: '数据中心正在重建，本页稍后恢复。',
      footer: 'Ostler 的演练实验室。模拟环境：不会触及真实主机。',
      power: '电源', link: '网卡 eth0', tray: '安装光盘', ssh: 'SSH', on: '开', off: '关', booting: '启动中', in: '已插入', out: '空',
      version: '版本', boot: '启动标识', screen: '屏幕上的主机密钥', port: 'SSH 端口', connections: '连接数', vms: '虚拟机', noVms: '无',
      insert: '插入安装光盘', eject: '取出光盘', newKey: '更换主机密钥', cycle: '断电重启', powerOff: '断电', powerOn: '通电',
      unplug: '拔掉网线 eth0', plug: '插回网线 eth0', cut: '断开 SSH', refuse: '拒绝 SSH', allow: '允许 SSH', full: '占满磁盘', free: '释放磁盘',
      lock: '锁住光驱', unlock: '解锁光驱', vm: '虚拟机', program: '命令开头', seconds: '秒', slow: '使其变慢',
      lose: '在命令执行中切断 Ostler 的连接', media: '介质与电源', network: '网络', trouble: '故障', more: '虚拟机的光驱',
      fRefuses: '拒绝所有 SSH 连接', fUnplugged: '网线 eth0 已拔掉', fFull: '磁盘已满', fOff: '电源已关闭', fSlow: '变慢', fLose: '将丢失应答', fApi: 'CloudStack API', failed: '没有成功：'
    }
  };
  let language = localStorage.getItem('language') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
  let scenarioTo = '';
  const chosen = location.pathname.startsWith('/hosts/') ? decodeURIComponent(location.pathname.slice(7)) : '';
  const racks = document.getElementById('racks');
  const message = document.getElementById('message');
  const t = key => TEXTS[language][key];

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) { made.addEventListener(key.slice(2), value); } else { made.setAttribute(key, value); }
    }
    made.append(...children);
    return made;
  }

  async function ask(method, path, body) {
    const answer = await fetch(path, {
      method,
      headers: { 'Accept': 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined
    });
    const json = await answer.json();
    if (!answer.ok) { throw new Error(json.error || answer.status); }
    return json;
  }

  async function order(path, body) {
    message.textContent = '';
    try {
      await ask('POST', path, body);
    } catch (failure) {
      message.textContent = t('failed') + failure.message;
    }
    await refresh();
  }

  const button = (label, path, body, style) =>
    element('button', { type: 'button', class: style || '', onclick: () => order(path, body) }, label);

  const lamp = (state, label) => element('li', { class: state }, label);

  function group(title, ...content) {
    return element('fieldset', {}, element('legend', {}, title), element('div', { class: 'buttons' }, ...content));
  }

  function media(host, path) {
    if (host.kind !== 'xenserver') { return []; }
    if (host.installer) { return [button(t('eject'), path + '/installer', { version: '' })]; }
    const key = element('input', { type: 'checkbox' });
    key.checked = true;
    return [
      element('button', { type: 'button', class: host.name === chosen ? 'primary' : '', onclick: () => order(path + '/installer', { version: scenarioTo, newHostKey: key.checked }) },
        t('insert') + ' ' + scenarioTo),
      element('label', {}, key, t('newKey'))
    ];
  }

  function trouble(host, path) {
    const program = element('input', { type: 'text', value: host.kind === 'xenserver' ? 'xe vm-migrate' : host.kind === 'management' ? 'mysqldump' : 'systemctl restart', size: '18' });
    const seconds = element('input', { type: 'number', min: '0', max: '3600', value: '20' });
    return group(t('trouble'),
      button(host.diskFull ? t('free') : t('full'), path + '/disk', { full: !host.diskFull }),
      element('label', {}, t('program'), program),
      element('label', {}, seconds, t('seconds')),
      element('button', { type: 'button', onclick: () => order(path + '/slow', { program: program.value, seconds: Number(seconds.value) }) }, t('slow')),
      element('button', { type: 'button', onclick: () => order(path + '/lose-answer', { program: program.value }) }, t('lose')));
  }

  function trays(host, path) {
    if (host.kind !== 'xenserver' || host.vms.length === 0) { return []; }
    const vm = element('select', { 'aria-label': t('vm') }, ...host.vms.map(one => element('option', {}, one.name)));
    const to = locked => element('button', { type: 'button', onclick: () => order(path + '/tray', { vm: vm.value, locked }) }, t(locked ? 'lock' : 'unlock'));
    return [group(t('more'), vm, to(true), to(false))];
  }

  function facts(host) {
    const list = element('dl', {});
    const add = (name, value) => list.append(element('dt', {}, name), element('dd', {}, value));
    if (host.version) { add(t('version'), host.version); }
    add(t('port'), String(host.sshPort));
    add(t('connections'), String(host.connections));
    add(t('boot'), host.bootId.slice(0, 8));
    add(t('screen'), host.fingerprint);
    if (host.vms) { add(t('vms'), host.vms.map(vm => vm.name).join(', ') || t('noVms')); }
    return list;
  }

  function rack(host) {
    const path = '/hosts/' + encodeURIComponent(host.name);
    const lamps = element('ul', { class: 'lamps' },
      lamp(host.power === 'on' ? 'on' : host.power === 'booting' ? 'busy' : '', t('power') + ': ' + t(host.power)),
      lamp(host.plugged && host.power === 'on' ? 'on' : '', t('link') + ': ' + t(host.plugged ? 'on' : 'off')),
      lamp(host.faults.refusesSsh ? '' : 'on', t('ssh') + ': ' + t(host.faults.refusesSsh ? 'off' : 'on')));
    if (host.kind === 'xenserver') { lamps.append(lamp(host.installer ? 'busy' : '', t('tray') + ': ' + (host.installer || t('out')))); }
    return element('article', { class: 'rack' + (host.name === chosen ? ' chosen' : ''), id: 'host-' + host.name },
      element('h3', {}, host.name + ' ', element('span', { class: 'simulated' }, t('simulated'))),
      lamps,
      facts(host),
      group(t('media'), ...media(host, path),
        button(t('cycle'), path + '/power', { power: 'cycle' }),
        host.power === 'off' ? button(t('powerOn'), path + '/power', { power: 'on' }) : button(t('powerOff'), path + '/power', { power: 'off' }, 'dangerous')),
      group(t('network'),
        button(host.plugged ? t('unplug') : t('plug'), path + '/cable', { plugged: !host.plugged }),
        button(t('cut'), path + '/ssh', { ssh: 'cut' }),
        button(host.faults.refusesSsh ? t('allow') : t('refuse'), path + '/ssh', { ssh: host.faults.refusesSsh ? 'allow' : 'refuse' })),
      ...trays(host, path),
      trouble(host, path));
  }

  function broken(all) {
    const lines = [];
    for (const host of all.hosts) {
      if (host.power === 'off') { lines.push(host.name + ': ' + t('fOff')); }
      if (!host.plugged) { lines.push(host.name + ': ' + t('fUnplugged')); } else if (host.faults.refusesSsh) { lines.push(host.name + ': ' + t('fRefuses')); }
      if (host.diskFull) { lines.push(host.name + ': ' + t('fFull')); }
      for (const [command, millis] of Object.entries(host.faults.slow)) { lines.push(host.name + ': ' + command + ' ' + t('fSlow') + ' (+' + millis / 1000 + ' s)'); }
      for (const command of host.faults.losesAnswer) { lines.push(host.name + ': ' + t('fLose') + ' ' + command); }
    }
    if (all.api.slowSeconds) { lines.push(t('fApi') + ': ' + t('slowApi')); }
    if (all.api.loseAnswers) { lines.push(t('fApi') + ': ' + t('loseApi') + ' (' + all.api.loseAnswers + ')'); }
    if (all.api.failRequests) { lines.push(t('fApi') + ': ' + t('failApi') + ' (' + all.api.failRequests + ')'); }
    return lines.length ? lines : [t('none')];
  }

  function show(all) {
    scenarioTo = all.scenarioTo;
    document.getElementById('faults').replaceChildren(...broken(all).map(line => element('li', {}, line)));
    document.getElementById('api-state').textContent = t(all.apiAnswers ? 'apiUp' : 'apiDown');
    const held = document.activeElement && document.activeElement.closest('.rack');
    const focus = held && [held.id, [...held.querySelectorAll('button')].indexOf(document.activeElement)];
    const sorted = [...all.hosts].sort((one, other) => (other.name === chosen) - (one.name === chosen));
    racks.replaceChildren(...sorted.map(rack));
    if (focus && focus[1] >= 0) {
      const again = document.getElementById(focus[0]).querySelectorAll('button')[focus[1]];
      if (again) { again.focus(); }
    }
  }

  let last = '';
  async function refresh() {
    try {
      const all = await ask('GET', '/hosts');
      const now = JSON.stringify(all) + language;
      if (now !== last) {
        last = now;
        show(all);
      }
    } catch (failure) {
      message.textContent = t('failed') + failure.message;
    }
  }

  function translate() {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = t('title') + ' (' + t('simulated') + ')';
    for (const node of document.querySelectorAll('[data-text]')) { node.textContent = t(node.dataset.text); }
    const other = document.getElementById('language');
    other.textContent = language === 'zh' ? 'English' : '中文';
    other.lang = language === 'zh' ? 'en' : 'zh-CN';
  }

  document.getElementById('language').addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh';
    localStorage.setItem('language', language);
    translate();
    refresh();
  });
  document.getElementById('mend-all').addEventListener('click', () => order('/mend-all', {}));
  for (const one of document.querySelectorAll('[data-api]')) {
    one.addEventListener('click', () => order('/cloudstack', JSON.parse(one.dataset.api)));
  }
  document.getElementById('reset').addEventListener('click', async () => {
    if (window.confirm(t('resetSure'))) {
      await order('/reset', {});
      message.textContent = t('resetDone');
    }
  });
  translate();
  refresh();
  // Typing and menus must survive a refresh: the page is built anew only while nobody is in it.
  setInterval(() => {
    const inside = document.activeElement && ['INPUT', 'SELECT'].includes(document.activeElement.tagName);
    if (!inside && !document.hidden) { refresh(); }
  }, 2000);
})();
