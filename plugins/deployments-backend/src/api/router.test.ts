import request from 'supertest';
import { CHECKOUT } from './__testUtils__/fixtures';
import { ANA, as, createTestApi } from './__testUtils__/testApi';

const ref = encodeURIComponent(CHECKOUT);

describe('smoke', () => {
  it('answers', async () => {
    const { app, engine } = createTestApi();
    const env = await request(app).get('/environments').set('Authorization', as(ANA));
    console.log(env.status, JSON.stringify(env.body).slice(0, 500));
    const services = await request(app).get('/services?limit=5').set('Authorization', as(ANA));
    console.log(services.status, JSON.stringify(services.body).slice(0, 1500));
    const overview = await request(app).get(`/services/${ref}/overview`).set('Authorization', as(ANA));
    console.log(overview.status, JSON.stringify(overview.body).slice(0, 1500));
    const bad = await request(app).get('/services?limit=5000').set('Authorization', as(ANA));
    console.log(bad.status, JSON.stringify(bad.body));
    const v = await request(app).post(`/services/${ref}/versions`).set('Authorization', as(ANA)).send({name: '1', artifact: 'a'});
    console.log(v.status, JSON.stringify(v.body));
    const d = await request(app).post(`/deployments`).set('Authorization', as(ANA)).send({service: CHECKOUT, environment: 'staging', versionId: v.body.id});
    console.log(d.status, JSON.stringify(d.body));
    const miss = await request(app).post(`/deployments`).set('Authorization', as(ANA)).send({service: CHECKOUT});
    console.log(miss.status, JSON.stringify(miss.body));
    const patch = await request(app).patch(`/deployments`).set('Authorization', as(ANA)).send({service: CHECKOUT});
    console.log(patch.status, JSON.stringify(patch.body));
    const no = await request(app).get(`/nothing`).set('Authorization', as(ANA));
    console.log(no.status, JSON.stringify(no.body));
    expect(engine.deployments.size).toBe(1);
  });
});
